using System.Net;
using Magpie.Functions.Imagga;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>What <c>/faces/recognition</c> is sent and must not take.</summary>
public sealed class BadRecognitionTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>, IAsyncLifetime
{
    private const string Index = "/v2/faces/recognition/celebrity_test";

    private readonly string _account = "a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);
    private HttpClient _client = null!;

    public async Task InitializeAsync() => _client = await fixture.SignInAsync(_account);

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("", "people")]
    [InlineData("no json", "people")]
    [InlineData("[]", "people")]
    [InlineData("{}", "people")]
    [InlineData("""{"people":{}}""", "nobody")]
    [InlineData("""{"people":[]}""", "people")]
    [InlineData("""{"people":"anna"}""", "people")]
    [InlineData("""{"people":{"anna":[]}}""", "has no faces")]
    [InlineData("""{"people":{"anna":{}}}""", "\"people\".\"anna\" must be a list")]
    [InlineData("""{"people":{"anna":"1ede163690e7a6b3a2033c694bfc1319ff9cb24f491a44fdfc7d45ff2c74e9bd"}}""", "must be a list")]
    [InlineData("""{"people":{"anna":[1]}}""", "\"people\".\"anna\"[0] must be a string")]
    [InlineData("""{"people":{"anna":[null]}}""", "[0] must be a string")]
    [InlineData("""{"people":{"anna":["x"]}}""", "64 hexadecimal digits")]
    [InlineData("""{"people":{"":["x"]}}""", "name of each person")]
    [InlineData("""{"people":{"..":["x"]}}""", "name of each person")]
    [InlineData("""{"people":{"anna\n":["x"]}}""", "name of each person")]
    [InlineData("""{"people":{"\ud800":["x"]}}""", "people")]
    [InlineData("""{"people":{"anna":["\udc00"]}}""", "people")]
    public async Task A_body_that_feeds_nothing_is_a_400_that_says_what_does(string body, string says) =>
        await FaceCalls.ShouldFailAsync(_client.PutAsync(Index, Hosting.Http.Json(body)), HttpStatusCode.BadRequest, says);

    [Fact]
    public async Task One_face_that_is_not_there_keeps_all_of_them_out()
    {
        var ids = await fixture.App.KeepAsync(_account, 0, 20);
        var foreign = await fixture.App.KeepAsync($"{_account}x", 0);

        await ShouldFailAsync(foreign[0], HttpStatusCode.NotFound);
        await ShouldFailAsync(FaceCalls.Unknown(ids[0]), HttpStatusCode.NotFound);
        await ShouldFailAsync(FaceCalls.Expired, HttpStatusCode.Gone);
        await FaceCalls.ShouldFailAsync(_client.PostAsync(Index, null), HttpStatusCode.NotFound, "no index");

        async Task ShouldFailAsync(string bad, HttpStatusCode status)
        {
            var people = new Dictionary<string, string[]> { ["anna"] = [ids[0]], ["bert"] = [ids[1], bad] };
            (await FaceCalls.ShouldFailAsync(_client.PutAsync(Index, FaceCalls.Json(new { people })), status, "\"people\".\"bert\"[1]")).ShouldNotContain(bad);
        }
    }

    [Fact]
    public async Task A_thousand_faces_are_fed_at_once_and_no_more()
    {
        var ids = await fixture.App.KeepAsync(_account, [.. Enumerable.Range(0, FaceReader.MaxFaces).Select(face => (double)face)]);
        var people = ids.Select((id, at) => (id, at)).GroupBy(face => $"person {face.at % 10}").ToDictionary(person => person.Key, person => person.Select(face => face.id).ToArray());
        (await FaceCalls.ResultAsync(_client.PutAsync(Index, FaceCalls.Json(new { people })))).ToString().ShouldBe("""{"faces_count":1000,"people_count":10}""");

        people["one more"] = [ids[0]];
        await FaceCalls.ShouldFailAsync(_client.PutAsync(Index, FaceCalls.Json(new { people })), HttpStatusCode.BadRequest, "At most 1,000 faces");
        var many = new { people = new { anna = Enumerable.Range(0, 100_000).Select(face => $"{face:x64}") } };
        await FaceCalls.ShouldFailAsync(_client.PutAsync(Index, FaceCalls.Json(many)), HttpStatusCode.BadRequest, "1 MiB");
    }

    [Fact]
    public async Task Names_that_are_too_long_are_refused_and_not_repeated()
    {
        var ids = await fixture.App.KeepAsync(_account, 0);
        var (longest, longer) = (new string('n', 256), new string('n', 257));
        await FaceCalls.ResultAsync(_client.PutAsync($"/v2/faces/recognition/{longest}", FaceCalls.Json(new { people = new Dictionary<string, string[]> { [longest] = [ids[0]] } })));

        (await FaceCalls.ShouldFailAsync(
            _client.PutAsync(Index, FaceCalls.Json(new { people = new Dictionary<string, string[]> { ["anna"] = [ids[0]], [longer] = [ids[0]] } })),
            HttpStatusCode.BadRequest,
            "person 2")).ShouldNotContain("nnn");
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Post, HttpMethod.Delete })
        {
            using var request = new HttpRequestMessage(method, $"/v2/faces/recognition/{longer}");
            (await FaceCalls.ShouldFailAsync(_client.SendAsync(request), HttpStatusCode.BadRequest, "name of an index")).ShouldNotContain("nnn");
        }

        await FaceCalls.ShouldFailAsync(_client.GetAsync("/v2/faces/recognition/a%0Ab"), HttpStatusCode.BadRequest, "name of an index");
    }

    [Theory]
    [InlineData("face_id=x", HttpStatusCode.BadRequest, "64 hexadecimal digits")]
    [InlineData("face_id=" + FaceCalls.Expired, HttpStatusCode.Gone, "24 hours")]
    [InlineData("offset=-1", HttpStatusCode.BadRequest, "\"offset\"")]
    [InlineData("offset=1.5", HttpStatusCode.BadRequest, "\"offset\"")]
    [InlineData("count=-1", HttpStatusCode.BadRequest, "\"count\"")]
    [InlineData("count=9999999999", HttpStatusCode.BadRequest, "\"count\"")]
    [InlineData("threshold=101", HttpStatusCode.BadRequest, "\"threshold\"")]
    [InlineData("threshold=NaN", HttpStatusCode.BadRequest, "\"threshold\"")]
    [InlineData("", HttpStatusCode.NotFound, "Feed it faces of people (PUT), then train it (POST)")]
    public async Task What_is_asked_wrongly_is_said(string query, HttpStatusCode status, string says) =>
        await FaceCalls.ShouldFailAsync(_client.GetAsync($"{Index}?{query}"), status, says);

    [Fact]
    public async Task A_training_of_nothing_or_with_a_bad_callback_is_refused()
    {
        await FaceCalls.ShouldFailAsync(_client.PostAsync(Index, null), HttpStatusCode.NotFound, "no index");
        var ids = await fixture.App.KeepAsync(_account, 0);
        await FaceCalls.ResultAsync(_client.PutAsync(Index, FaceCalls.Json(new { people = new { anna = ids } })));
        await FaceCalls.ShouldFailAsync(_client.PostAsync($"{Index}?callback_url=file:///etc/passwd", null), HttpStatusCode.BadRequest);
        await FaceCalls.ShouldFailAsync(_client.PostAsync(Index, FaceCalls.Json(new { callback_url = "http://10.0.0.1/" })), HttpStatusCode.BadRequest);
        await FaceCalls.ShouldFailAsync(_client.PostAsync(Index, FaceCalls.Json(new { callback_url = 7 })), HttpStatusCode.BadRequest, "callback_url");
        await FaceCalls.ShouldFailAsync(_client.PostAsync(Index, Hosting.Http.Json("[")), HttpStatusCode.BadRequest, "needs no body");
        await FaceCalls.TicketAsync(_client.PostAsync(Index, FaceCalls.Json(new { })));
    }

    [Fact]
    public async Task Methods_formats_and_credentials_are_as_everywhere()
    {
        using var patch = new HttpRequestMessage(HttpMethod.Patch, Index);
        using var refused = await _client.SendAsync(patch);
        refused.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        refused.Content.Headers.Allow.ShouldBe(["PUT", "POST", "GET", "DELETE"], ignoreOrder: true);
        (await _client.PutAsync($"{Index}/anna", FaceCalls.Json(new { }))).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await _client.GetAsync("/v2/faces/recognition")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await fixture.App.Anonymous.GetAsync(Index)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var xml = new HttpRequestMessage(HttpMethod.Get, Index);
        xml.Headers.Accept.ParseAdd("text/xml");
        (await _client.SendAsync(xml)).StatusCode.ShouldBe(HttpStatusCode.NotAcceptable);
    }
}
