using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Magpie.Functions.Tests.Hosting;

namespace Magpie.Functions.Tests.Imagga;

public sealed class JobTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>, IAsyncLifetime
{
    private HttpClient _client = null!;

    public async Task InitializeAsync() => _client = await fixture.SignInAsync();

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_batch_answers_each_call_as_its_endpoint_does_and_an_error_is_its_calls_alone()
    {
        var ticket = await StartAsync(new Dictionary<string, object>
        {
            ["/tags"] = Calls(new { image_url = Url, language = "de,en" }, new { image_url = "http://10.0.0.1/a.jpg" }),
            ["/categories"] = Calls(new { image_url = Url, categorizer_id = "personal_photos" }, new { image_url = Url, categorizer_id = "nobody" }, new { image_url = Url }),
            ["/colors"] = Calls(new { image_url = Url, overall_count = 1, extract_object_colors = false }),
        });

        var result = await FinalAsync(ticket);

        result.EnumerateObject().Select(endpoint => endpoint.Name).ShouldBe(["/tags", "/categories", "/colors"]);
        Types(result.GetProperty("/tags")).ShouldBe(["success", "error"]);
        Types(result.GetProperty("/categories")).ShouldBe(["success", "error", "error"]);
        var tag = result.GetProperty("/tags")[0].GetProperty("result").GetProperty("tags")[0].GetProperty("tag");
        tag.EnumerateObject().Select(name => name.Name).ShouldBe(["de", "en"]);
        result.GetProperty("/colors")[0].GetProperty("result").GetProperty("colors").GetProperty("image_colors").GetArrayLength().ShouldBe(1);
        var usage = (await (await _client.GetAsync("/v2/usage")).ReadJsonAsync()).GetProperty("result");
        usage.GetProperty("daily_processed").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task A_call_that_would_answer_a_picture_is_refused_before_anything_is_looked_at()
    {
        var ticket = await StartAsync(new Dictionary<string, object>
        {
            ["/remove-background"] = Calls(new { image_url = Url }),
            ["/croppings"] = Calls(new { image_url = Url, image_result = 1, resolution = "10x10" }, new { image_url = Url, image_result = 0 }),
        });

        var result = await FinalAsync(ticket);

        Types(result.GetProperty("/remove-background")).ShouldBe(["error"]);
        Types(result.GetProperty("/croppings")).ShouldBe(["error", "success"]);
        foreach (var refused in new[] { result.GetProperty("/remove-background")[0], result.GetProperty("/croppings")[0] })
        {
            refused.GetProperty("status").GetProperty("text").GetString()!.ShouldContain("picture");
        }

        var usage = (await (await _client.GetAsync("/v2/usage")).ReadJsonAsync()).GetProperty("result");
        usage.GetProperty("daily_processed").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task When_a_batch_is_done_its_callback_is_called_with_the_ticket_until_it_answers()
    {
        var called = new TaskCompletionSource<(string Query, string Signature)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var pictures = fixture.Web.Answer;
        fixture.Web.Answer = async (context, number) =>
        {
            if (context.Request.Path == "/done")
            {
                called.TrySetResult((context.Request.QueryString.Value!, context.Request.Headers["Magpie-Signature"].ToString()));
                return;
            }

            await pictures(context, number);
        };

        var ticket = await StartAsync(new Dictionary<string, object>
        {
            ["/colors"] = Calls(new { image_url = Url }),
            ["callback_url"] = new Uri(fixture.Web.Address, "/done?mine=1").AbsoluteUri,
        });

        var (query, signature) = await called.Task.WaitAsync(TimeSpan.FromSeconds(30));
        query.ShouldBe($"?mine=1&ticket={ticket}");
        IsFromMagpie($"/done{query}", signature, SecretOf(_client)).ShouldBeTrue(signature);
        IsFromMagpie($"/done{query}", signature, "another").ShouldBeFalse();
        IsFromMagpie("/done?ticket=another", signature, SecretOf(_client)).ShouldBeFalse();
        (await FinalAsync(ticket)).GetProperty("/colors").GetArrayLength().ShouldBe(1);
        fixture.Web.Answer = pictures;
    }

    [Fact]
    public async Task A_ticket_is_its_accounts_own_and_an_old_one_is_gone()
    {
        var ticket = await StartAsync(new Dictionary<string, object> { ["/colors"] = Calls(new { image_url = Url }) });
        using var stranger = await fixture.SignInAsync();
        (await stranger.GetAsync($"/v2/tickets/{ticket}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _client.GetAsync("/v2/tickets/nothing")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _client.GetAsync($"/v2/tickets/00000001{new string('0', 48)}")).StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"/tags":[]}""")]
    [InlineData("""{"/tags":{}}""")]
    [InlineData("""{"/tags":[{}]}""")]
    [InlineData("""{"/tags":[{"params":{"image_url":{}}}]}""")]
    [InlineData("""{"/tags":[{"params":{"image_url":"\ud800"}}]}""")]
    [InlineData("""{"\udc00":[{"params":{}}]}""")]
    [InlineData("""{"/batches":[{"params":{}}]}""")]
    [InlineData("""{"/usage":[{"params":{}}]}""")]
    [InlineData("""{"/colors":[{"params":{"image_url":"http://example.com/a.jpg"}}],"callback_url":"http://169.254.169.254/"}""")]
    [InlineData("""{"/colors":[{"params":{"image_url":"http://example.com/a.jpg"}}],"callback_url":7}""")]
    public async Task A_body_that_is_no_batch_or_would_call_itself_is_a_400_that_says_what_one_is(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync("/v2/batches", content);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.ReadJsonAsync()).GetProperty("status").GetProperty("text").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_callback_that_is_null_is_none()
    {
        using var content = new StringContent(
            """{"/colors":[{"params":{"image_url":"http://example.com/a.jpg"}}],"callback_url":null}""", Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync("/v2/batches", content);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_batch_of_ten_thousand_is_too_large()
    {
        var calls = Enumerable.Repeat<object>(new { image_url = "http://example.com/a.jpg" }, 10_000).ToArray();
        using var response = await _client.PostAsJsonAsync("/v2/batches", new Dictionary<string, object> { ["/tags"] = Calls(calls) });
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.ReadJsonAsync()).GetProperty("status").GetProperty("text").GetString()!.ShouldContain("1,000");
    }

    private static string SecretOf(HttpClient client) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(client.DefaultRequestHeaders.Authorization!.Parameter!)).Split(':')[1];

    /// <summary>As docs/compatibility.md tells a receiver to check it.</summary>
    private static bool IsFromMagpie(string pathAndQuery, string header, string secret)
    {
        var match = Regex.Match(header, "^t=(?<at>[0-9]{1,12}),s=(?<salt>[0-9a-f]{32}),v1=(?<signature>[0-9a-f]{64})$", RegexOptions.NonBacktracking);
        if (!match.Success || Math.Abs(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(match.Groups["at"].ValueSpan, CultureInfo.InvariantCulture)) > 300)
        {
            return false;
        }

        var key = HMACSHA256.HashData(Convert.FromHexString(match.Groups["salt"].ValueSpan), Encoding.UTF8.GetBytes(secret));
        var expected = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{match.Groups["at"].Value}.{pathAndQuery}"));
        return CryptographicOperations.FixedTimeEquals(expected, Convert.FromHexString(match.Groups["signature"].ValueSpan));
    }

    private string Url => new Uri(fixture.Web.Address, "/photo.jpg").AbsoluteUri;

    private static object[] Calls(params object[] parameters) => [.. parameters.Select(each => new { @params = each })];

    private static IEnumerable<string?> Types(JsonElement answers) =>
        answers.EnumerateArray().Select(answer => answer.GetProperty("status").GetProperty("type").GetString());

    private async Task<string> StartAsync(Dictionary<string, object> batch)
    {
        using var response = await _client.PostAsJsonAsync("/v2/batches", batch);
        var answer = await response.ReadJsonAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, answer.ToString());
        answer.GetProperty("result").EnumerateObject().Select(member => member.Name).ShouldBe(["status", "ticket_id"]);
        return answer.GetProperty("result").GetProperty("ticket_id").GetString()!;
    }

    private async Task<JsonElement> FinalAsync(string ticket)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var response = await _client.GetAsync($"/v2/tickets/{ticket}", deadline.Token);
            var state = (await response.ReadJsonAsync()).GetProperty("result");
            if (state.GetProperty("is_final").GetBoolean())
            {
                return state.GetProperty("ticket_result");
            }
        }
    }
}
