using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs.Models;
using Magpie.Functions.Ingest;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>The app is killed in the middle of an upload whose bytes come with the request: nobody has them afterwards but the client.</summary>
public sealed class MultipartKillTests : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>Bytes from which on a file of a form goes through TEMP_DIR.</summary>
    private const int Threshold = 1 << 17;

    private const int MB = 1 << 20;

    /// <summary>More than lies in the buffers of a connection that nobody reads.</summary>
    private const int Half = 24 * MB;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CloudinaryServer _cloudinary = new();
    private Site _site = null!;

    public async Task InitializeAsync()
    {
        await _cloudinary.InitializeAsync();
        _site = new Site(_cloudinary);
        await _site.StartAsync(1, ("Magpie__Multipart__MemoryThreshold", $"{Threshold}"));
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _cloudinary.DisposeAsync();
    }

    [Fact]
    public async Task A_kill_while_the_body_is_read_leaves_nothing()
    {
        using var socket = await BeginAsync();
        await socket.GetStream().WriteAsync(new byte[Half]);

        await _site.App.KillAsync();
        await _site.App.StartAsync("/healthz");

        (await Aftermath.ListAsync(_site.App.Client, "")).ShouldBeEmpty();
        _cloudinary.Calls.ShouldBeEmpty();
        await ShouldLeaveNothingAsync();
        await ShouldTakeItAgainAsync("killed while the body is read");
    }

    [Fact]
    public async Task A_kill_while_it_is_delivered_ends_the_asset_and_takes_the_delivered_copy_back()
    {
        // The copy is made, and its answer held back.
        _cloudinary.Faults.Next(CloudinaryFault.Slow(TimeSpan.FromMinutes(5)), action: "upload");
        var sending = SendAsync(Photo());
        await Service.UntilAsync(() => Task.FromResult(_cloudinary.Assets.Count == 1), Patience, () => "Nothing is delivered.");
        var id = (await Aftermath.ListAsync(_site.App.Client, "&state=received")).ShouldHaveSingleItem().GetProperty("id").GetString()!;

        await _site.App.KillAsync();
        await Should.ThrowAsync<HttpRequestException>(sending);
        await _site.App.StartAsync("/healthz");
        var asset = await _site.App.SettledAsync(id, Aftermath.Recovery);

        (asset.State(), asset.ErrorCode()).ShouldBe(("failed", "interrupted"));
        _cloudinary.Assets.ShouldBeEmpty();
        (await Aftermath.ListAsync(_site.App.Client, "&state=received")).ShouldBeEmpty();
        await ShouldLeaveNothingAsync();
        await ShouldTakeItAgainAsync("killed while it is delivered");
    }

    private static byte[] Photo() => [.. FlockFile.Photo(0).Content, .. new byte[2 * Threshold]];

    /// <summary>Sends the head of an upload that is larger than <see cref="Half"/>, and waits until the app begins to read its body.</summary>
    private async Task<TcpClient> BeginAsync()
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _site.App.Port);
        var head = $"POST /api/v1/upload HTTP/1.1\r\nHost: localhost\r\nAuthorization: {_site.App.Client.DefaultRequestHeaders.Authorization}\r\n"
            + $"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {2 * Half}\r\nExpect: 100-continue\r\n\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        var answer = new byte[12];
        await socket.GetStream().ReadExactlyAsync(answer);
        Encoding.ASCII.GetString(answer).ShouldBe("HTTP/1.1 100");
        var part = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"bird.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n";
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(part));
        await socket.GetStream().WriteAsync(Photo());
        return socket;
    }

    private async Task ShouldLeaveNothingAsync()
    {
        Directory.EnumerateFileSystemEntries(_site.TemporaryFolder).ShouldBeEmpty();
        (await BlobsAsync(BlobIncoming.Container)).ShouldBeEmpty();
        (await BlobsAsync("media")).ShouldBeEmpty();
        var tags = await _site.App.Client.GetStringAsync(new Uri("/api/tags", UriKind.Relative));
        JsonDocument.Parse(tags).RootElement.GetProperty("tags").GetArrayLength().ShouldBe(0);
    }

    /// <summary>The client, who still has the file, sends it once more.</summary>
    private async Task ShouldTakeItAgainAsync(string fault)
    {
        using var response = await SendAsync(Photo());
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        var id = JsonDocument.Parse(body).RootElement.GetProperty("public_id").GetString()!["gallery/".Length..];

        var again = (await Aftermath.ListAsync(_site.App.Client, "&state=ready")).ShouldHaveSingleItem();
        again.GetProperty("id").GetString().ShouldBe(id);
        again.Tags().ShouldContain("form");
        _cloudinary.Assets.ShouldHaveSingleItem().PublicId.ShouldBe($"gallery/{id}");
        (await BlobsAsync("media")).ShouldBe([$"{id}/preview", $"{id}/thumb"], fault);
        Directory.EnumerateFileSystemEntries(_site.TemporaryFolder).ShouldBeEmpty(fault);
    }

    private async Task<List<string>> BlobsAsync(string container)
    {
        var names = new List<string>();
        await foreach (var blob in _site.Blobs.GetBlobContainerClient(container).GetBlobsAsync(new GetBlobsOptions { States = BlobStates.All }))
        {
            names.Add(blob.Name);
        }

        return names;
    }

    private async Task<HttpResponseMessage> SendAsync(byte[] file)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using var form = new MultipartFormDataContent { { content, "file", "bird.jpg" }, { new StringContent("form"), "tags" } };
        return await _site.App.Client.PostAsync(new Uri("/api/v1/upload", UriKind.Relative), form);
    }
}
