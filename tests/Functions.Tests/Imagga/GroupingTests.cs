using System.Net;
using Magpie.Functions.Imagga;
using Magpie.Functions.Imagga.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Imagga;

public sealed class GroupingTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>, IAsyncLifetime
{
    private const string Path = "/v2/faces/groupings";

    private readonly string _account = "a" + System.IO.Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);
    private HttpClient _client = null!;

    public async Task InitializeAsync() => _client = await fixture.SignInAsync(_account);

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Faces_of_one_person_are_together_the_largest_group_first_and_each_face_is_in_one()
    {
        var ids = await fixture.App.KeepAsync(_account, 0, 120, 240, 20, 130, 10);

        var result = await FaceCalls.FinalAsync(_client, await FaceCalls.TicketAsync(AskAsync([.. ids, ids[0]])));

        result.ToString().ShouldBe($$"""{"groups":[["{{ids[0]}}","{{ids[3]}}","{{ids[5]}}"],["{{ids[1]}}","{{ids[4]}}"],["{{ids[2]}}"]]}""");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_faces_are_grouped_the_callback_is_called_whether_it_came_in_the_query_or_in_the_body(bool isInQuery)
    {
        var called = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Web.Answer = (context, _) =>
        {
            called.TrySetResult(context.Request.Path + context.Request.QueryString.Value!);
            return Task.CompletedTask;
        };
        var faces = await fixture.App.KeepAsync(_account, 0, 20, 40, 60, 80);
        var callback_url = new Uri(fixture.Web.Address, "/grouped").AbsoluteUri;

        var ticket = await FaceCalls.TicketAsync(isInQuery
            ? _client.PostAsync($"{Path}?callback_url={Uri.EscapeDataString(callback_url)}", FaceCalls.Json(new { faces }))
            : _client.PostAsync(Path, FaceCalls.Json(new { faces, callback_url })));

        (await called.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe($"/grouped?ticket={ticket}");
        (await FaceCalls.FinalAsync(_client, ticket)).GetProperty("groups").GetArrayLength().ShouldBePositive();
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"faces":null}""")]
    [InlineData("""{"faces":"1ede163690e7a6b3a2033c694bfc1319ff9cb24f491a44fdfc7d45ff2c74e9bd"}""")]
    [InlineData("""{"faces":{"0":"a"}}""")]
    [InlineData("""{"faces":["a","b",3,"d","e"]}""", "\"faces\"[2]")]
    [InlineData("""{"faces":[["a"],"b","c","d","e"]}""", "\"faces\"[0]")]
    [InlineData("""{"faces":["\ud800","b","c","d","e"]}""")]
    [InlineData("""{"faces":[]}""", "at least 5")]
    [InlineData("""{"faces":["a","b","c","d"]}""", "at least 5 faces; these are 4")]
    [InlineData("""{"faces":["a","b","c","d","d","d"]}""", "at least 5 faces; these are 4")]
    [InlineData("""{"faces":["a","b","c","d","e"]}""", "\"faces\"[0] must be")]
    [InlineData("""{"faces":["a","b","c","d","e"],"callback_url":7}""", "callback_url")]
    public async Task A_body_that_names_no_five_faces_is_a_400_that_says_what_does(string body, string says = "faces") =>
        await FaceCalls.ShouldFailAsync(_client.PostAsync(Path, Hosting.Http.Json(body)), HttpStatusCode.BadRequest, says);

    [Fact]
    public async Task Foreign_unknown_and_expired_faces_are_said_by_their_place_and_never_repeated()
    {
        var ids = await fixture.App.KeepAsync(_account, 0, 1, 2, 3);
        var foreign = (await fixture.App.KeepAsync($"{_account}x", 0))[0];

        await ShouldFailAsync([.. ids, foreign], HttpStatusCode.NotFound, "\"faces\"[4]");
        await ShouldFailAsync([ids[0], FaceCalls.Unknown(ids[0]), .. ids.Skip(1), foreign], HttpStatusCode.NotFound, "\"faces\"[1]");
        await ShouldFailAsync([ids[0], ids[1], ids[2], FaceCalls.Expired, ids[3]], HttpStatusCode.Gone, "\"faces\"[3]");
        await ShouldFailAsync([.. ids, new string('x', 10_000)], HttpStatusCode.BadRequest, "\"faces\"[4]");

        async Task ShouldFailAsync(string[] faces, HttpStatusCode status, string place)
        {
            var text = await FaceCalls.ShouldFailAsync(AskAsync(faces), status, place);
            faces.ShouldAllBe(face => !text.Contains(face, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Faces_of_different_models_are_not_grouped()
    {
        var other = await fixture.App.Services.GetRequiredService<FaceStore>().AddAsync(_account, [FaceCalls.At(0, "test@2.0.0")], default);
        await FaceCalls.ShouldFailAsync(AskAsync([.. await fixture.App.KeepAsync(_account, 0, 1, 2, 3), .. other]), HttpStatusCode.BadRequest, "different models");
    }

    [Fact]
    public async Task As_many_faces_as_are_allowed_are_grouped_and_many_more_are_refused()
    {
        var ids = await fixture.App.KeepAsync(_account, [.. Enumerable.Range(0, FaceReader.MaxFaces).Select(face => face * 0.3)]);
        var groups = (await FaceCalls.FinalAsync(_client, await FaceCalls.TicketAsync(AskAsync([.. ids])))).GetProperty("groups");
        groups.EnumerateArray().SelectMany(group => group.EnumerateArray()).Select(face => face.GetString()).ShouldBe(ids, ignoreOrder: true);

        await FaceCalls.ShouldFailAsync(AskAsync([.. ids, FaceCalls.Expired]), HttpStatusCode.BadRequest, "At most 1,000 faces");
        await FaceCalls.ShouldFailAsync(AskAsync([.. Enumerable.Range(0, 100_000).Select(face => $"{face:x64}")]), HttpStatusCode.BadRequest, "1 MiB");
    }

    [Fact]
    public async Task A_message_that_comes_again_changes_nothing_and_a_face_that_expired_meanwhile_is_said_in_the_ticket()
    {
        var (tickets, runner) = (fixture.App.Services.GetRequiredService<TicketStore>(), fixture.App.Services.GetRequiredService<JobRunner>());
        var ids = await fixture.App.KeepAsync(_account, 0, 1, 2, 3, 4);
        var first = await StartAsync(ids);
        await runner.RunAsync(first, default);
        var result = (await FaceCalls.FinalAsync(_client, first.Ticket)).ToString();
        result.ShouldContain("groups");
        await fixture.Faces.DeleteEntityAsync(_account, ids[0]);
        await runner.RunAsync(first, default);
        (await FaceCalls.FinalAsync(_client, first.Ticket)).ToString().ShouldBe(result);

        var late = await StartAsync([.. ids.Take(4), FaceCalls.Expired]);
        await runner.RunAsync(late, default);
        var failed = await FaceCalls.FinalAsync(_client, late.Ticket);
        failed.EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("error");

        async Task<JobMessage> StartAsync(IEnumerable<string> faces)
        {
            var ticket = await tickets.AddAsync(_account, await FaceCalls.Json(new { faces }).ReadAsByteArrayAsync(), default);
            return new JobMessage(_account, ticket, Callback: null) { Kind = GroupingRunner.JobKind };
        }
    }

    [Fact]
    public async Task Only_a_post_with_credentials_that_takes_json_is_answered()
    {
        (await _client.GetAsync(Path)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await fixture.App.Anonymous.PostAsync(Path, FaceCalls.Json(new { }))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var ids = await fixture.App.KeepAsync(_account, 0, 1, 2, 3, 4);
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = FaceCalls.Json(new { faces = ids }) };
        request.Headers.Accept.ParseAdd("text/xml");
        (await _client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotAcceptable);
        await FaceCalls.ShouldFailAsync(
            _client.PostAsync($"{Path}?callback_url={Uri.EscapeDataString("http://169.254.169.254/")}", FaceCalls.Json(new { faces = ids })), HttpStatusCode.BadRequest);
    }

    private Task<HttpResponseMessage> AskAsync(string[] faces) => _client.PostAsync(Path, FaceCalls.Json(new { faces }));
}
