using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.AzureFunctions.Tests.Http;

public sealed class HttpFunctionTests : IAsyncLifetime
{
    private RunningApp _app = null!;

    public async Task InitializeAsync() => _app = await StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_function_without_a_route_is_served_under_its_name()
    {
        (await _app.Http.GetStringAsync("/api/Hello?name=magpie")).ShouldBe("""{"hello":"magpie"}""");
        (await _app.Http.GetStringAsync("/api/hello?name=magpie")).ShouldBe("""{"hello":"magpie"}""");
    }

    [Fact]
    public async Task The_route_prefix_is_host_json_s()
    {
        await using var app = await StartAsync(new() { ["AzureFunctionsJobHost:extensions:http:routePrefix"] = "" });

        (await app.Http.GetAsync("/Hello")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.Http.GetAsync("/api/Hello")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Route_values_reach_the_request_and_the_parameters_of_their_name()
    {
        var answer = await _app.Http.GetFromJsonAsync<JsonElement>("/api/assets/42");

        answer.GetProperty("id").GetInt32().ShouldBe(42);
        answer.GetProperty("route").GetString().ShouldBe("42");
    }

    [Fact]
    public async Task The_class_is_constructed_from_a_scope_of_the_invocation()
    {
        var first = await _app.Http.GetFromJsonAsync<JsonElement>("/api/assets/1");
        var second = await _app.Http.GetFromJsonAsync<JsonElement>("/api/assets/1");

        first.GetProperty("greeting").GetString().ShouldBe("good morning");
        first.GetProperty("scope").GetGuid().ShouldNotBe(second.GetProperty("scope").GetGuid());
    }

    [Theory]
    [InlineData("/api/assets/forty-two")]
    [InlineData("/api/nobody")]
    [InlineData("/")]
    public async Task What_no_route_matches_is_not_found(string path) =>
        (await _app.Http.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task A_method_that_is_not_declared_is_not_found_and_methods_share_a_route()
    {
        (await _app.Http.DeleteAsync("/api/assets/1")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await _app.Http.PostAsync("/api/assets/1", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _app.Http.PutAsync("/api/Any", null)).StatusCode.ShouldBe((HttpStatusCode)418);
    }

    [Fact]
    public async Task A_catch_all_takes_the_rest_of_the_path()
    {
        var answer = await _app.Http.GetAsync("/api/media/a/b/c.jpg");

        answer.StatusCode.ShouldBe((HttpStatusCode)203);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        (await answer.Content.ReadAsStringAsync()).ShouldBe("a/b/c.jpg");
        (await _app.Http.GetStringAsync("/api/media")).ShouldBe("(none)");
    }

    [Fact]
    public async Task A_stream_result_answers_ranges()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/Stream") { Headers = { Range = new RangeHeaderValue(1, 2) } };

        var answer = await _app.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task An_unhandled_exception_answers_200_with_an_empty_body()
    {
        var answer = await _app.Http.GetAsync("/api/Fail");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_function_may_answer_through_the_http_context_alone()
    {
        var answer = await _app.Http.GetAsync("/api/Nothing");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        Guid.TryParse(answer.Headers.GetValues("x-invocation").Single(), out _).ShouldBeTrue();
        answer.Headers.GetValues("x-function").Single().ShouldBe("Nothing");
    }

    [Fact]
    public async Task A_disabled_function_is_not_found()
    {
        await using var dotted = await StartAsync(new() { ["AzureWebJobs.Hello.Disabled"] = "true" });
        await using var nested = await StartAsync(new() { ["AzureWebJobs:Hello:Disabled"] = "1" });

        (await dotted.Http.GetAsync("/api/Hello")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await nested.Http.GetAsync("/api/Hello")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await nested.Http.GetAsync("/api/Any")).StatusCode.ShouldBe((HttpStatusCode)418);
    }

    [Fact]
    public async Task A_body_may_have_30_000_000_bytes_unless_kestrel_is_told_otherwise()
    {
        await using var wide = await StartAsync(configure: builder =>
            builder.Services.Configure<KestrelServerOptions>(static kestrel => kestrel.Limits.MaxRequestBodySize = 31_000_000));
        var body = new byte[30_000_001];

        var refused = await _app.Http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, "/api/Echo") { Content = new ByteArrayContent(body), Headers = { ExpectContinue = true } });
        var taken = await wide.Http.PostAsync("/api/Echo", new ByteArrayContent(body));

        refused.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await taken.Content.ReadAsStringAsync()).ShouldBe("30000001");
    }

    [Fact]
    public async Task Json_options_of_the_app_apply_to_action_results()
    {
        await using var app = await StartAsync(configure: builder =>
            builder.Services.Configure<Microsoft.AspNetCore.Mvc.JsonOptions>(static json => json.JsonSerializerOptions.WriteIndented = true));

        (await app.Http.GetStringAsync("/api/Hello?name=magpie")).ShouldContain("\n");
    }

    private static Task<RunningApp> StartAsync(Dictionary<string, string?>? settings = null, Action<FunctionsApplicationBuilder>? configure = null) =>
        RunningApp.StartAsync([typeof(HttpFunctions)], settings, builder =>
        {
            builder.ConfigureFunctionsWebApplication();
            builder.Services.AddScoped<Greeting>();
            configure?.Invoke(builder);
        });
}
