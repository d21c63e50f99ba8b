using System.Net;
using Magpie.Functions.Tests.Clarifai;
using Magpie.Functions.Tests.Hosting;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Http;

public sealed class StorageOutageTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Storage_that_goes_away_is_a_503_until_it_is_back()
    {
        await using var storage = new Azurite();
        await storage.StartAsync();
        Relay[] relays = [new(storage.BlobPort), new(storage.QueuePort), new(storage.TablePort)];
        Array.ForEach(relays, relay => relay.Open());
        await using var app = await RunningApp.StartAsync(storage.ConnectionString
            .Replace($":{storage.BlobPort}/", $":{relays[0].Port}/", StringComparison.Ordinal)
            .Replace($":{storage.QueuePort}/", $":{relays[1].Port}/", StringComparison.Ordinal)
            .Replace($":{storage.TablePort}/", $":{relays[2].Port}/", StringComparison.Ordinal));
        await UntilAsync(app, HttpStatusCode.OK);
        var (client, _) = await app.SignInAsync("gallery");
        var id = (await client.ReserveAsync())[0].Id();

        Array.ForEach(relays, relay => relay.Close());
        using var refused = await client.GetAsync($"/api/assets/{id}");
        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "storage-unavailable");
        refused.Headers.RetryAfter.ShouldNotBeNull();
        await (await client.GetAsync("/v2/inputs")).ShouldBeV2ErrorAsync(503, 10030);
        using var imagga = await client.GetAsync("/v2/usage");
        imagga.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        imagga.Headers.RetryAfter.ShouldNotBeNull();
        (await imagga.ReadJsonAsync()).GetProperty("status").GetProperty("type").GetString().ShouldBe("error");
        await UntilAsync(app, HttpStatusCode.ServiceUnavailable);
        (await app.Anonymous.GetAsync("/api/v1/health")).StatusCode.ShouldBe(HttpStatusCode.OK);

        Array.ForEach(relays, relay => relay.Open());
        await UntilAsync(app, HttpStatusCode.OK);
        (await client.GetAsync($"/api/assets/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await client.ReserveAsync();
        Array.ForEach(relays, relay => relay.Close());
    }

    [Fact]
    public async Task The_app_starts_before_storage_and_is_ready_when_it_comes()
    {
        await using var storage = new Azurite();
        await using var app = await RunningApp.StartAsync(storage.ConnectionString);
        using var early = await app.Anonymous.GetAsync("/healthz");
        early.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await early.ReadJsonAsync()).GetProperty("storage").GetString().ShouldBe("unreachable");

        await storage.StartAsync();
        await UntilAsync(app, HttpStatusCode.OK);
        var (client, _) = await app.SignInAsync("gallery");
        await client.ReserveAsync();
    }

    private static async Task UntilAsync(RunningApp app, HttpStatusCode status)
    {
        using var deadline = new CancellationTokenSource(Limit);
        while ((await app.Anonymous.GetAsync("/healthz", deadline.Token)).StatusCode != status)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), deadline.Token);
        }
    }
}
