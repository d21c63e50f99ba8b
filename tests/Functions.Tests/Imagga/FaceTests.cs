using System.Net;
using System.Text.Json;
using Magpie.Faces;
using Magpie.Functions.Imagga;
using Magpie.Functions.Tests.Hosting;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Imagga;

public sealed class FaceTests(FacesAppFixture fixture) : IClassFixture<FacesAppFixture>, IAsyncLifetime
{
    private readonly string _account = "a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);
    private HttpClient _client = null!;

    private FaceStore Faces => fixture.App.Services.GetRequiredService<FaceStore>();

    public async Task InitializeAsync() => _client = (await fixture.App.SignInAsync(_account)).Client;

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Faces_are_where_they_are_with_the_members_of_the_example_in_its_order()
    {
        if (Photo("faces-family6.jpg") is not { } family)
        {
            return;
        }

        var faces = (await ResultAsync(_client.PostAsync("/v2/faces/detections", ImaggaFixture.Form(family)))).GetProperty("faces").EnumerateArray().ToList();
        faces.Count.ShouldBe(6);
        faces.Select(face => face.GetProperty("confidence").GetDouble()).ShouldBeInOrder(SortDirection.Descending);
        foreach (var face in faces)
        {
            face.EnumerateObject().Select(member => member.Name).ShouldBe(["confidence", "coordinates"]);
            face.GetProperty("confidence").GetDouble().ShouldBeInRange(60, 100);
            var place = face.GetProperty("coordinates");
            place.EnumerateObject().Select(member => member.Name).ShouldBe(["height", "width", "xmax", "xmin", "ymax", "ymin"]);
            int At(string name) => place.GetProperty(name).GetInt32();
            (At("xmax") - At("xmin")).ShouldBe(At("width"));
            (At("ymax") - At("ymin")).ShouldBe(At("height"));
            At("xmin").ShouldBeInRange(0, At("xmax"));
            At("xmax").ShouldBeInRange(0, 600);
            At("ymax").ShouldBeInRange(0, 462);
            At("width").ShouldBeInRange(50, 110);
        }
    }

    [Fact]
    public async Task One_person_in_two_pictures_scores_high_and_two_people_low_and_an_id_is_the_accounts_own()
    {
        if (Photo("face-pair-dad-a.jpg") is not { } first || Photo("face-pair-dad-b.jpg") is not { } second || Photo("face-woman-glasses.jpg") is not { } other)
        {
            return;
        }

        var (dad, again, woman) = (await IdAsync(first), await IdAsync(second), await IdAsync(other));
        dad.ShouldMatch("^[0-9a-f]{64}$");
        (await ScoreAsync(dad, again)).ShouldBeInRange(95, 100);
        (await ScoreAsync(dad, woman)).ShouldBeInRange(0, 10);

        var (stranger, _) = await fixture.App.SignInAsync($"{_account}x");
        using (stranger)
        {
            await ShouldFailAsync(stranger.GetAsync($"/v2/faces/similarity?face_id={dad}&second_face_id={again}"), HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_picture_of_nobody_has_no_faces()
    {
        if (Photo("landscape-innsbruck.jpg") is { } nobody)
        {
            var result = await ResultAsync(_client.PostAsync("/v2/faces/detections", ImaggaFixture.Form(nobody, ("return_face_id", "1"))));
            result.GetRawText().ShouldBe("""{"faces":[]}""");
        }
    }

    [Fact]
    public async Task Ids_that_are_missing_malformed_unknown_or_expired_and_models_that_differ_are_said_each_in_its_own_way()
    {
        var known = await Faces.AddAsync(_account, [new("a@1", [1, 0]), new("a@1", [0.6f, 0.8f]), new("b@1", [1, 0])], default);
        (await ScoreAsync(known[0], known[0])).ShouldBeGreaterThan(99);
        (await ScoreAsync(known[0], known[1])).ShouldBeInRange(95, 99);

        await ShouldFailAsync(_client.GetAsync($"/v2/faces/similarity?face_id={known[0]}"), HttpStatusCode.BadRequest, "second_face_id");
        await ShouldFailAsync(_client.GetAsync($"/v2/faces/similarity?second_face_id={known[0]}"), HttpStatusCode.BadRequest, "\"face_id\"");
        await ShouldFailAsync(_client.GetAsync("/v2/faces/similarity"), HttpStatusCode.BadRequest, "face_id");
        await SecondAsync("x", HttpStatusCode.BadRequest, "64 hexadecimal digits");
        await SecondAsync(known[1].ToUpperInvariant(), HttpStatusCode.BadRequest, "64 hexadecimal digits");
        await SecondAsync(Uri.EscapeDataString(new string('\'', 64)), HttpStatusCode.BadRequest, "64 hexadecimal digits");
        await SecondAsync(known[1][..8] + new string('0', 56), HttpStatusCode.NotFound, "second_face_id");
        await SecondAsync("645649873bbbe1ae31dd2c8c8714000e41d4d76e5ac24b5acb95c6ce16f09fbe", HttpStatusCode.Gone, "24 hours");
        await SecondAsync(known[2], HttpStatusCode.BadRequest, "different models");
        using var posted = await _client.PostAsync("/v2/faces/similarity", null);
        posted.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);

        Task SecondAsync(string id, HttpStatusCode status, string says) =>
            ShouldFailAsync(_client.GetAsync($"/v2/faces/similarity?face_id={known[0]}&second_face_id={id}"), status, says);
    }

    [Fact]
    public async Task Faces_are_kept_for_a_day_then_expired_and_swept_away()
    {
        var time = new ManualTime();
        var store = new FaceStore(fixture.Faces, time);
        var many = Enumerable.Range(0, 130).Select(at => new FaceEncoding("a@1", [at, 1])).ToArray();
        var ids = await store.AddAsync(_account, many, default);
        ids.Distinct().Count().ShouldBe(130);
        time.Advance(TimeSpan.FromHours(24));
        var kept = (await store.FindAsync(_account, ids[129], default)).ShouldBeOfType<FoundFace.Encoded>().Encoding;
        kept.Model.ShouldBe("a@1");
        kept.Vector.ShouldBe([129, 1]);
        (await store.FindAsync($"{_account}x", ids[129], default)).ShouldBeOfType<FoundFace.Unknown>();
        var late = await store.AddAsync(_account, [many[0]], default);

        time.Advance(TimeSpan.FromSeconds(2));
        (await store.FindAsync(_account, ids[0], default)).ShouldBeOfType<FoundFace.Expired>();
        await store.SweepAsync(default);

        var left = await fixture.Faces.QueryAsync<Azure.Data.Tables.TableEntity>($"PartitionKey eq '{_account}'").Select(row => row.RowKey).ToListAsync();
        left.ShouldBe(late);
        (await store.FindAsync(_account, late[0], default)).ShouldBeOfType<FoundFace.Encoded>();
    }

    private static byte[]? Photo(string name) =>
        Repository.Photos is { } photos && Repository.Models is not null ? File.ReadAllBytes(Path.Combine(photos, name)) : null;

    private async Task<string> IdAsync(byte[] photo) =>
        (await ResultAsync(_client.PostAsync("/v2/faces/detections", ImaggaFixture.Form(photo, ("return_face_id", "1")))))
        .GetProperty("faces").EnumerateArray().ShouldHaveSingleItem().GetProperty("face_id").GetString().ShouldNotBeNull();

    private async Task<double> ScoreAsync(string first, string second) =>
        (await ResultAsync(_client.GetAsync($"/v2/faces/similarity?face_id={first}&second_face_id={second}"))).GetProperty("score").GetDouble();

    private static async Task<JsonElement> ResultAsync(Task<HttpResponseMessage> call)
    {
        using var response = await call;
        var answer = await response.ReadJsonAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, answer.ToString());
        return answer.GetProperty("result");
    }

    private static async Task ShouldFailAsync(Task<HttpResponseMessage> call, HttpStatusCode status, string says = "")
    {
        using var response = await call;
        var answer = await response.ReadJsonAsync();
        response.StatusCode.ShouldBe(status, answer.ToString());
        answer.GetProperty("status").GetProperty("text").GetString().ShouldNotBeNull().ShouldContain(says);
    }
}
