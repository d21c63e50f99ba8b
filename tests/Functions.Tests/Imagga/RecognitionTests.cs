using System.Net;
using System.Text.Json;
using Magpie.Functions.Imagga;
using Magpie.Functions.Imagga.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Imagga;

public sealed class RecognitionTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>, IAsyncLifetime
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

    [Fact]
    public async Task An_index_is_fed_trained_and_asked_and_then_says_who_a_face_is()
    {
        var ids = await fixture.App.KeepAsync(_account, 0, 20, 120, 240, 5);
        (await FeedAsync(new() { ["angelina_jolie"] = [ids[0], ids[1], ids[0]], ["brad_pitt"] = [ids[2]] })).ToString().ShouldBe("""{"faces_count":3,"people_count":2}""");
        (await FeedAsync(new() { ["no_one"] = [ids[3]], ["brad_pitt"] = [ids[2]] })).ToString().ShouldBe("""{"faces_count":2,"people_count":2}""");
        (await TrainAsync()).ToString().ShouldBe("""{"message":"Training has finished."}""");

        var result = await AskAsync($"?face_id={ids[4]}");

        result.EnumerateObject().Select(member => member.Name).ShouldBe(["count", "people"]);
        result.GetProperty("count").GetInt32().ShouldBe(3);
        Names(result).ShouldBe(["angelina_jolie", "brad_pitt", "no_one"]);
        var people = result.GetProperty("people").EnumerateArray().ToArray();
        people.ShouldAllBe(person => string.Join(' ', person.EnumerateObject().Select(member => member.Name)) == "id score");
        people[0].GetProperty("score").GetDouble().ShouldBeGreaterThan(99);
        people[1].GetProperty("score").GetDouble().ShouldBeInRange(0, 1);

        Names(await AskAsync($"?face_id={ids[4]}&offset=1&count=1")).ShouldBe(["brad_pitt"]);
        Names(await AskAsync($"?face_id={ids[4]}&offset=3")).ShouldBeEmpty();
        (await AskAsync($"?face_id={ids[4]}&offset=1&count=0")).ToString().ShouldBe("""{"count":3,"people":[]}""");
        (await AskAsync($"?face_id={ids[4]}&threshold=50")).GetProperty("count").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task What_was_fed_or_deleted_is_seen_after_the_next_training_and_not_before()
    {
        var ids = await fixture.App.KeepAsync(_account, 0, 20, 120);
        await FeedAsync(new() { ["anna"] = [ids[0], ids[1]], ["bert"] = [ids[2]] });
        await FaceCalls.ShouldFailAsync(_client.GetAsync($"{Index}?face_id={ids[0]}"), HttpStatusCode.NotFound, "trained");
        await FaceCalls.ShouldFailAsync(_client.GetAsync(Index), HttpStatusCode.NotFound, "trained");
        await FaceCalls.ShouldFailAsync(_client.GetAsync($"{Index}/anna"), HttpStatusCode.NotFound, "trained");
        await TrainAsync();

        (await AskAsync($"/anna?face_id={FaceCalls.Expired}")).ToString().ShouldBe("""{"item_exists":true}""");
        (await AskAsync("/nobody")).ToString().ShouldBe("""{"item_exists":false}""");
        (await AskAsync("?person_id=bert")).ToString().ShouldBe("""{"item_exists":true}""");
        (await AskAsync($"/anna/{ids[1]}")).ToString().ShouldBe("""{"item_exists":true}""");
        (await AskAsync($"/bert/{ids[1]}")).ToString().ShouldBe("""{"item_exists":false}""");
        var about = await AskAsync("");
        about.EnumerateObject().Select(member => member.Name).ShouldBe(["faces_count", "people_count", "trained_at"]);
        (about.GetProperty("faces_count").GetInt32(), about.GetProperty("people_count").GetInt32()).ShouldBe((3, 2));
        about.GetProperty("trained_at").GetDateTimeOffset().ShouldBeInRange(TimeProvider.System.GetUtcNow().AddMinutes(-5), TimeProvider.System.GetUtcNow().AddMinutes(5));

        await DeleteAsync($"/anna/{ids[1]}", "Train the index");
        await DeleteAsync("/bert", "Train the index");
        (await AskAsync("/bert")).ToString().ShouldBe("""{"item_exists":true}""");
        await TrainAsync();
        (await AskAsync("/bert")).ToString().ShouldBe("""{"item_exists":false}""");
        (await AskAsync("")).GetProperty("faces_count").GetInt32().ShouldBe(1);

        await DeleteAsync("", "deleted");
        await FaceCalls.ShouldFailAsync(_client.GetAsync(Index), HttpStatusCode.NotFound, "no index");
    }

    [Fact]
    public async Task Whoever_deletes_the_last_face_has_it_forgotten_by_the_next_training()
    {
        var ids = await fixture.App.KeepAsync(_account, 0);
        await FeedAsync(new() { ["anna"] = [ids[0]] });
        await TrainAsync();
        await DeleteAsync($"/anna?face_id={ids[0]}", "face");

        (await TrainAsync()).GetProperty("message").GetString().ShouldBe("Training has finished.");

        await FaceCalls.ShouldFailAsync(_client.GetAsync($"{Index}?face_id={ids[0]}"), HttpStatusCode.NotFound, "no index");
        await FaceCalls.ShouldFailAsync(_client.PostAsync(Index, null), HttpStatusCode.NotFound, "no index");
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_deleted_and_who_names_a_face_loses_no_index()
    {
        await FaceCalls.ShouldFailAsync(_client.DeleteAsync(Index), HttpStatusCode.NotFound, "no index");
        var ids = await fixture.App.KeepAsync(_account, 0, 20);
        await FeedAsync(new() { ["anna"] = [ids[0]] });
        await FaceCalls.ShouldFailAsync(_client.DeleteAsync($"{Index}/bert"), HttpStatusCode.NotFound, "no such person");
        await FaceCalls.ShouldFailAsync(_client.DeleteAsync($"{Index}/anna/{ids[1]}"), HttpStatusCode.NotFound, "no such face");
        await FaceCalls.ShouldFailAsync(_client.DeleteAsync($"{Index}/bert/{ids[0]}"), HttpStatusCode.NotFound, "no such face");
        await FaceCalls.ShouldFailAsync(_client.DeleteAsync($"{Index}?face_id={ids[0]}"), HttpStatusCode.BadRequest, "person_id");
        await DeleteAsync("?person_id=anna", "person");
        await FaceCalls.ShouldFailAsync(_client.DeleteAsync($"{Index}/anna/{ids[0]}"), HttpStatusCode.NotFound, "no such face");
    }

    [Fact]
    public async Task Another_accounts_index_does_not_exist_and_an_index_of_the_same_name_is_another()
    {
        var ids = await fixture.App.KeepAsync(_account, 0);
        await FeedAsync(new() { ["anna"] = [ids[0]] });
        await TrainAsync();
        using var stranger = await fixture.SignInAsync($"{_account}x");
        var theirs = await fixture.App.KeepAsync($"{_account}x", 0);

        await FaceCalls.ShouldFailAsync(stranger.GetAsync($"{Index}?face_id={theirs[0]}"), HttpStatusCode.NotFound, "no index");
        await FaceCalls.ShouldFailAsync(stranger.GetAsync(Index), HttpStatusCode.NotFound);
        await FaceCalls.ShouldFailAsync(stranger.GetAsync($"{Index}/anna"), HttpStatusCode.NotFound);
        await FaceCalls.ShouldFailAsync(stranger.PostAsync(Index, null), HttpStatusCode.NotFound);
        await FaceCalls.ShouldFailAsync(stranger.DeleteAsync($"{Index}/anna"), HttpStatusCode.NotFound);
        await FaceCalls.ShouldFailAsync(stranger.DeleteAsync(Index), HttpStatusCode.NotFound);
        (await AskAsync("/anna")).ToString().ShouldBe("""{"item_exists":true}""");
        await FaceCalls.ShouldFailAsync(_client.GetAsync($"{Index}?face_id={theirs[0]}"), HttpStatusCode.NotFound, "\"face_id\"");
    }

    [Fact]
    public async Task Faces_of_another_model_are_not_compared_and_an_index_of_nothing_else_says_so()
    {
        var faces = fixture.App.Services.GetRequiredService<FaceStore>();
        var ids = await faces.AddAsync(_account, [FaceCalls.At(0), FaceCalls.At(0, "test@2.0.0"), FaceCalls.At(0, "test@3.0.0")], default);
        await FeedAsync(new() { ["anna"] = [ids[0]], ["bert"] = [ids[1]] });
        await TrainAsync();

        Names(await AskAsync($"?face_id={ids[1]}")).ShouldBe(["bert"]);
        await FaceCalls.ShouldFailAsync(_client.GetAsync($"{Index}?face_id={ids[2]}"), HttpStatusCode.BadRequest, "another model");
    }

    [Theory]
    [InlineData("a/b ? ü & 犬 +1")]
    [InlineData("O'Neill \"Jr\"")]
    [InlineData("...")]
    public async Task Names_may_be_whatever_people_are_called(string name)
    {
        var ids = await fixture.App.KeepAsync(_account, 0);
        var index = $"/v2/faces/recognition/{Uri.EscapeDataString(name)}";
        await FaceCalls.ResultAsync(_client.PutAsync(index, FaceCalls.Json(new { people = new Dictionary<string, string[]> { [name] = [ids[0]] } })));
        await FaceCalls.FinalAsync(_client, await FaceCalls.TicketAsync(_client.PostAsync(index, null)));

        (await FaceCalls.ResultAsync(_client.GetAsync($"{index}/{Uri.EscapeDataString(name)}"))).ToString().ShouldBe("""{"item_exists":true}""");
        Names(await FaceCalls.ResultAsync(_client.GetAsync($"{index}?face_id={ids[0]}"))).ShouldBe([name]);
        await FaceCalls.ResultAsync(_client.DeleteAsync($"{index}/{Uri.EscapeDataString(name)}"));
    }

    [Fact]
    public async Task A_training_calls_back_and_a_message_that_comes_again_changes_nothing()
    {
        var called = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        fixture.Web.Answer = (context, _) =>
        {
            called.TrySetResult(context.Request.Path + context.Request.QueryString.Value!);
            return Task.CompletedTask;
        };
        var ids = await fixture.App.KeepAsync(_account, 0, 20);
        await FeedAsync(new() { ["anna"] = [ids[0]] });
        var callback = Uri.EscapeDataString(new Uri(fixture.Web.Address, "/trained").AbsoluteUri);

        var ticket = await FaceCalls.TicketAsync(_client.PostAsync($"{Index}?callback_url={callback}", null));

        (await called.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe($"/trained?ticket={ticket}");
        var result = (await FaceCalls.FinalAsync(_client, ticket)).ToString();
        await fixture.App.Services.GetRequiredService<JobRunner>().RunAsync(new(_account, ticket, Callback: null) { Kind = "train" }, default);
        (await FaceCalls.FinalAsync(_client, ticket)).ToString().ShouldBe(result);
        Names(await AskAsync($"?face_id={ids[0]}")).ShouldBe(["anna"]);
    }

    [Fact]
    public async Task A_face_in_a_batch_is_recognised()
    {
        var ids = await fixture.App.KeepAsync(_account, 0);
        await FeedAsync(new() { ["anna"] = [ids[0]] });
        await TrainAsync();

        var call = new { @params = new { index_id = "celebrity_test", face_id = ids[0] } };
        var started = await FaceCalls.ResultAsync(_client.PostAsync("/v2/batches", FaceCalls.Json(new Dictionary<string, object> { ["/faces/recognition"] = new[] { call } })));

        var answers = await FaceCalls.FinalAsync(_client, started.GetProperty("ticket_id").GetString()!);
        Names(answers.GetProperty("/faces/recognition")[0].GetProperty("result")).ShouldBe(["anna"]);
    }

    private static string?[] Names(JsonElement result) => [.. result.GetProperty("people").EnumerateArray().Select(person => person.GetProperty("id").GetString())];

    private Task<JsonElement> FeedAsync(Dictionary<string, string[]> people) => FaceCalls.ResultAsync(_client.PutAsync(Index, FaceCalls.Json(new { people })));

    private async Task<JsonElement> TrainAsync() => await FaceCalls.FinalAsync(_client, await FaceCalls.TicketAsync(_client.PostAsync(Index, null)));

    private Task<JsonElement> AskAsync(string rest) => FaceCalls.ResultAsync(_client.GetAsync(Index + rest));

    private async Task DeleteAsync(string rest, string says) =>
        (await FaceCalls.ResultAsync(_client.DeleteAsync(Index + rest))).EnumerateObject().ShouldHaveSingleItem().Value.GetString()!.ShouldContain(says);
}
