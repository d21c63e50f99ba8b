using System.Net;
using System.Net.Http.Headers;
using Magpie.Functions.Tests.Hosting;
using static Magpie.Functions.Tests.Imagga.Contract.ContractFixture;

namespace Magpie.Functions.Tests.Imagga.Contract;

/// <summary>Methods, formats, credentials and limits: the same at every endpoint.</summary>
[Collection(ContractCollection.Name)]
public sealed class AccessTests(ContractFixture fixture)
{
    private const string SimilarMethods = "GET, POST, PUT, DELETE";

    /// <summary>Those that compare, which count as looking at images too.</summary>
    private static readonly string[] Comparing =
    [
        "/v2/images-similarity/categories/general_v3", "/v2/similar-images/categories/general_v3/x", "/v2/similar-images/colors/x", "/v2/faces/similarity", "/v2/faces/recognition/x",
    ];

    /// <summary>Every path with the methods it takes.</summary>
    public static TheoryData<string, string> Paths
    {
        get
        {
            var paths = new TheoryData<string, string>
            {
                { "/v2/categorizers", "GET" },
                { "/v2/faces/similarity", "GET" },
                { "/v2/uploads", "POST" },
                { "/v2/uploads/x", "DELETE" },
                { "/v2/tickets/x", "GET" },
                { "/v2/batches", "POST" },
                { "/v2/usage", "GET" },
                { "/v2/images-similarity/categories/general_v3", "GET, POST" },
                { "/v2/similar-images/categories/general_v3/x", SimilarMethods },
                { "/v2/similar-images/categories/general_v3/x/y", "GET, DELETE" },
                { "/v2/similar-images/colors/x", SimilarMethods },
                { "/v2/similar-images/colors/x/y", "GET, DELETE" },
            };
            foreach (var endpoint in ImageEndpoint.All)
            {
                paths.Add(endpoint.Path, "GET, POST");
            }

            return paths;
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Other_methods_other_formats_and_other_peoples_credentials_are_refused(string path, string methods)
    {
        using var client = await fixture.SignInAsync();
        foreach (var method in new[] { "PUT", "PATCH", "GET", "POST", "DELETE" }.Where(method => !methods.Contains(method, StringComparison.Ordinal)))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var response = await client.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed, method);
            string.Join(", ", response.Content.Headers.Allow).ShouldBe(methods);
            await EnvelopeAsync(response, method);
        }

        var right = new HttpMethod(methods.Split(',')[0]);
        foreach (var format in new[] { "text/xml", "text/html, application/xml;q=0.9", "application/json;q=0" })
        {
            using var xml = new HttpRequestMessage(right, path) { Headers = { { "Accept", format } } };
            await ShouldFailAsync(client.SendAsync(xml), HttpStatusCode.NotAcceptable, format);
        }

        var (_, key, secret) = await fixture.CredentialAsync();
        AuthenticationHeaderValue?[] wrong =
        [
            null, RunningApp.Basic(key, secret + "x"), RunningApp.Basic(key, ""), RunningApp.Basic("", secret), RunningApp.Basic(secret, key),
            new("Basic", "%%%"), new("Basic", ""), new("Bearer", secret),
        ];
        foreach (var authorization in wrong)
        {
            using var request = new HttpRequestMessage(right, path) { Headers = { Authorization = authorization } };
            using var response = await fixture.App.Anonymous.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, authorization?.Scheme);
            response.Headers.WwwAuthenticate.ShouldHaveSingleItem().Scheme.ShouldBe("Basic");
            (await EnvelopeAsync(response)).ToString().ShouldNotContain(secret);
        }
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("application/json, text/plain, */*")]
    [InlineData("text/html, */*;q=0.1")]
    public async Task What_clients_usually_accept_is_answered(string format)
    {
        using var client = await fixture.SignInAsync();
        client.DefaultRequestHeaders.Accept.ParseAdd(format);
        await ResultAsync(client.GetAsync("/v2/categorizers"));
    }

    [Fact]
    public async Task One_request_more_than_an_account_may_have_at_once_is_429_for_a_second_and_another_account_is_not_held_up()
    {
        using var narrow = await fixture.SignInAsync(Narrow);
        using var other = await fixture.SignInAsync();
        var first = narrow.GetAsync($"/v2/colors?image_url={fixture.Url("held.jpg")}");
        await fixture.Held.Task.WaitAsync(TimeSpan.FromSeconds(30));

        foreach (var path in Comparing.Prepend("/v2/colors"))
        {
            using var second = await narrow.GetAsync($"{path}?image_url={fixture.Url("scene.jpg")}");
            second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, path);
            second.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
            await EnvelopeAsync(second, path);
        }

        (await ResultAsync(narrow.GetAsync("/v2/usage?concurrency=1"))).GetProperty("concurrency").ToString().ShouldBe("""{"max":1,"now":1}""");
        await ResultAsync(other.GetAsync($"/v2/colors?image_url={fixture.Url("scene.jpg")}"));

        fixture.Released.SetResult();
        await ResultAsync(first);
        await ResultAsync(narrow.GetAsync($"/v2/colors?image_url={fixture.Url("scene.jpg")}"));
    }

    [Fact]
    public async Task An_image_more_than_an_account_may_have_in_a_month_is_403_until_the_next_and_what_needs_no_image_goes_on()
    {
        using var small = await fixture.SignInAsync(Small);
        await ShouldFailAsync(small.GetAsync("/v2/colors"), HttpStatusCode.BadRequest, "what cannot be looked at costs nothing");
        await ResultAsync(small.GetAsync($"/v2/colors?image_url={fixture.Url("scene.jpg")}"));
        foreach (var path in ImageEndpoint.Here.Select(endpoint => endpoint.Path).Concat(Comparing))
        {
            using var response = await small.GetAsync($"{path}?image_url={fixture.Url("scene.jpg")}");
            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            response.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromDays(31));
            (await EnvelopeAsync(response)).GetProperty("status").GetProperty("text").GetString()!.ShouldContain("00:00 UTC");
        }

        await ResultAsync(small.GetAsync("/v2/categorizers"));
        await ResultAsync(small.PostAsync("/v2/uploads", ImaggaFixture.Form(Scene)));
    }
}
