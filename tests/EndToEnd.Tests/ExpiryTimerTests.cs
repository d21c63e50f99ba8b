using System.Net;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Magpie.EndToEnd.Tests.Faults;
using Magpie.Functions.Ingest;
using Magpie.Functions.Tests.Hosting;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests;

/// <summary>The timer that ends places nobody used, in an app that runs.</summary>
[Collection(Alone.Name)]
public sealed class ExpiryTimerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_place_that_nobody_used_for_a_day_expires_by_the_timer_with_what_was_staged_for_it()
    {
        await using var storage = new Azurite();
        await storage.StartAsync();
        var clock = new ShiftedTime();
        MagpieApp.Place[] places;
        await using (var today = await RunningApp.StartAsync(storage.ConnectionString, clock))
        {
            (await today.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
            var (client, _) = await today.SignInAsync("gallery");
            using var signedIn = client;
            places = [.. (await Flock.ReserveAsync(client, 2)).Places];
            await StageAsync(places[0]);
        }

        (await BlobsAsync(storage)).ShouldBe([$"gallery/{places[0].Id}"]);
        clock.Shift = TimeSpan.FromDays(1) + TimeSpan.FromMinutes(5);
        await using var tomorrow = await RunningApp.StartAsync(storage.ConnectionString, clock);
        (await tomorrow.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
        var (again, _) = await tomorrow.SignInAsync("gallery");
        using var signedInAgain = again;

        foreach (var place in places)
        {
            await Service.UntilAsync(async () => await StateAsync(again, place) == "expired", Patience, () => "The place does not expire.");
        }

        await Service.UntilAsync(async () => (await BlobsAsync(storage)).Count == 0, Patience, () => "What was staged is still there.");
    }

    /// <summary>Stages a block, and commits nothing.</summary>
    private static async Task StageAsync(MagpieApp.Place place)
    {
        using var camera = new HttpClient();
        using var content = new ByteArrayContent(new byte[1000]);
        using var response = await camera.PutAsync(new Uri($"{place.UploadUrl}&comp=block&blockid=MDAwMA%3D%3D"), content);
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private static async Task<string> StateAsync(HttpClient client, MagpieApp.Place place) =>
        JsonDocument.Parse(await client.GetStringAsync(new Uri($"/api/assets/{place.Id}", UriKind.Relative))).RootElement.State();

    /// <summary>Names of what is in <c>incoming</c>, committed or not.</summary>
    private static async Task<List<string>> BlobsAsync(Azurite storage)
    {
        var names = new List<string>();
        var incoming = new BlobContainerClient(storage.ConnectionString, BlobIncoming.Container);
        await foreach (var blob in incoming.GetBlobsAsync(new GetBlobsOptions { States = BlobStates.All }))
        {
            names.Add(blob.Name);
        }

        return names;
    }
}
