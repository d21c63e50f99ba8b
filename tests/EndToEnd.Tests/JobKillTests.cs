using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Magpie.Core.Tests.Imaging;
using Magpie.EndToEnd.Tests.Faults;
using Magpie.Functions.Imagga;
using Magpie.Functions.Imagga.Jobs;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests;

/// <summary>The app is killed in the middle of a batch, a training and a grouping: each at a write that is held up, so that it is known where it was.</summary>
public sealed class JobKillTests
{
    /// <summary>Two parts of a batch and half of one; the kill comes when the second is done and not yet kept.</summary>
    private const int Calls = 40;

    private const string SecondPart = "answers-0001";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly byte[] Scene = Pictures.Jpeg(Pictures.Scene(320, 240), 320, 240);

    private int _asked;

    [Fact]
    public async Task Jobs_that_a_kill_cuts_off_end_with_the_whole_answer_and_count_every_call_once()
    {
        await using var site = new Site();
        await using var blobs = new FaultyProxy(site.Azurite.BlobPort, new Random(1));
        site.ConnectionString = Azurite.Behind(blobs.Port, site.Azurite.QueuePort, site.Azurite.TablePort);
        var faces = Repository.Models is { } models && Repository.Photos is not null ? $":{models}/faces-yunet:{models}/faces-mobilefacenet" : "";
        await site.StartAsync(1, ("MAGPIE_MODELS", Path.Combine(Repository.Root, "models") + faces));
        var client = site.App.Client;
        var upload = (await ResultAsync(client.PostAsync("/v2/uploads", Form(Scene)))).GetProperty("upload_id").GetString();
        var expected = new List<string>();
        for (var count = 1; count <= 4; count++)
        {
            expected.Add((await ResultAsync(client.GetAsync($"/v2/colors?image_upload_id={upload}&overall_count={count}"))).ToString());
        }

        foreach (var id in (string[])["one", "two", "three"])
        {
            await ResultAsync(client.PostAsync($"/v2/colors?deterministic=1&save_index=mine&save_id={id}", Form(Scene)));
        }

        var family = faces.Length == 0 ? [] : await FacesAsync(client);
        var before = await UsageAsync(client);

        var hold = blobs.Hold = new RequestHold(
            line => line.StartsWith("PUT ", StringComparison.Ordinal)
            && (line.Contains(SecondPart, StringComparison.Ordinal) || line.Contains("imagga-indexes", StringComparison.Ordinal) || line.Contains("result", StringComparison.Ordinal)),
            carriedOut: false);
        var batch = await TicketAsync(client.PostAsJsonAsync("/v2/batches", new Dictionary<string, object>
        {
            ["/colors"] = Enumerable.Range(0, Calls).Select(n => new { @params = new { image_upload_id = upload, overall_count = (n + 1) % 5 } }),
        }));
        var training = await TicketAsync(client.PutAsync("/v2/similar-images/colors/mine", null));
        var grouping = family.Length == 0 ? null : await TicketAsync(client.PostAsJsonAsync("/v2/faces/groupings", new { faces = family }));
        await Service.UntilAsync(
            () => Task.FromResult(hold.Held.Count == (grouping is null ? 2 : 3)), Patience, () => $"Not all were in the middle: {string.Join("; ", hold.Held)}");
        var firstPart = await FirstPartAsync(site, batch);
        await site.App.KillAsync();
        blobs.Hold = null;
        await site.App.StartAsync("/healthz");

        var answers = (await FinalAsync(client, batch)).GetProperty("/colors").EnumerateArray().ToArray();
        answers.Length.ShouldBe(Calls);
        for (var n = 0; n < Calls; n++)
        {
            var isRight = n % 5 < 4;
            answers[n].GetProperty("status").GetProperty("type").GetString().ShouldBe(isRight ? "success" : "error", $"call {n}");
            (answers[n].TryGetProperty("result", out var result) ? result.ToString() : null).ShouldBe(isRight ? expected[n % 5] : null, $"call {n}");
        }

        (await FinalAsync(client, training)).ToString().ShouldBe("""{"message":"Training has finished."}""");
        (await ResultAsync(client.PostAsync("/v2/similar-images/colors/mine", Form(Scene)))).GetProperty("count").GetInt32().ShouldBe(3);
        if (grouping is not null)
        {
            var groups = (await FinalAsync(client, grouping)).GetProperty("groups").EnumerateArray();
            groups.SelectMany(group => group.EnumerateArray()).Select(face => face.GetString()).ShouldBe(family, ignoreOrder: true);
        }

        (await FirstPartAsync(site, batch)).ShouldBe(firstPart, "what was kept is not asked for again");
        var usage = await UsageAsync(client);
        usage.Requests.ShouldBe(_asked - 1 + Calls);
        usage.Processed.ShouldBe(before.Processed + (Calls * 4 / 5) + 1);
        await ShouldBeOverAsync(site, [batch, training, .. grouping is null ? Array.Empty<string>() : [grouping]]);
    }

    /// <summary>No message is left, and no job was given up.</summary>
    private static async Task ShouldBeOverAsync(Site site, string[] tickets)
    {
        var queue = new QueueClient(site.Azurite.ConnectionString, JobQueue.Name);
        await Service.UntilAsync(async () => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0, Patience, () => "Messages are left.");
        var poison = new QueueClient(site.Azurite.ConnectionString, JobQueue.Name + "-poison");
        (await poison.ExistsAsync() && (await poison.GetPropertiesAsync()).Value.ApproximateMessagesCount > 0).ShouldBeFalse();
        var counted = await new TableServiceClient(site.Azurite.ConnectionString).GetTableClient(UsageStore.Table)
            .QueryAsync<TableEntity>().Select(row => row.RowKey).Where(row => tickets.Any(ticket => row.StartsWith($"r~{ticket}", StringComparison.Ordinal))).ToListAsync();
        counted.Count.ShouldBe(Calls);
    }

    private static async Task<string> FirstPartAsync(Site site, string ticket)
    {
        var container = site.Blobs.GetBlobContainerClient(TicketStore.Container);
        var blob = container.GetBlobClient($"demo/{ticket}/answers-0000");
        return (await blob.GetPropertiesAsync()).Value.ETag.ToString();
    }

    private async Task<string[]> FacesAsync(HttpClient client)
    {
        using var form = Form(await File.ReadAllBytesAsync(Path.Combine(Repository.Photos!, "faces-family6.jpg")));
        var found = (await ResultAsync(client.PostAsync("/v2/faces/detections?return_face_id=1", form))).GetProperty("faces").EnumerateArray();
        return [.. found.Select(face => face.GetProperty("face_id").GetString()!)];
    }

    private async Task<(long Requests, long Processed)> UsageAsync(HttpClient client)
    {
        var usage = await ResultAsync(client.GetAsync("/v2/usage"));
        return (usage.GetProperty("daily_requests").GetInt64(), usage.GetProperty("daily_processed").GetInt64());
    }

    private async Task<string> TicketAsync(Task<HttpResponseMessage> call) => (await ResultAsync(call)).GetProperty("ticket_id").GetString()!;

    private async Task<JsonElement> FinalAsync(HttpClient client, string ticket)
    {
        JsonElement state = default;
        await Service.UntilAsync(
            async () => (state = await ResultAsync(client.GetAsync($"/v2/tickets/{ticket}"))).GetProperty("is_final").GetBoolean(), Patience, () => $"{ticket} does not end.");
        return state.GetProperty("ticket_result");
    }

    private async Task<JsonElement> ResultAsync(Task<HttpResponseMessage> call)
    {
        _asked++;
        using var response = await call;
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, answer.ToString());
        return answer.GetProperty("result");
    }

    private static MultipartFormDataContent Form(byte[] image) => new() { { new ByteArrayContent(image), "image", "photo.jpg" } };
}
