using System.Net;
using Azure.Storage.Blobs;
using Magpie.Functions.Tests.Hosting;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Http;

public sealed class StorageSetupTests
{
    [Fact]
    public async Task A_container_that_vanished_is_noticed_and_made_again()
    {
        await using var storage = new Azurite();
        await storage.StartAsync();
        await using (var first = await RunningApp.StartAsync(storage.ConnectionString))
        {
            (await first.Anonymous.GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var incoming = new BlobContainerClient(storage.ConnectionString, "incoming");
        await incoming.DeleteAsync();
        await using var second = await RunningApp.StartAsync(storage.ConnectionString);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await incoming.ExistsAsync(deadline.Token)).Value)
        {
            await second.Anonymous.GetAsync("/healthz", deadline.Token);
        }

        var (client, _) = await second.SignInAsync("gallery");
        using var http = new HttpClient();
        (await http.SendAsync((await client.ReserveAsync())[0].Put("bytes"u8.ToArray()))).StatusCode.ShouldBe(HttpStatusCode.Created);
    }
}
