using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Ingest;

namespace Magpie.Functions.Tests.Multipart;

/// <summary>Uploads at the sizes and limits that the service has by default.</summary>
[Collection(AppCollection.Name)]
public sealed class StalledUploadTests(AppFixture fixture)
{
    private const int Announced = 60_000_000;
    private const int Sent = 52_000_000;

    private static readonly byte[] Mp4 = [0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 2, 0, .. "isommp41"u8];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_large_upload_that_stalls_and_one_that_waits_do_not_hold_up_a_small_one(bool chunked)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        using var stalled = await BeginAsync(chunked);
        await stalled.GetStream().WriteAsync(new byte[Sent], deadline.Token);
        using var waiting = await BeginAsync(chunked);

        using var response = await fixture.Client.PostAsync("/api/v1/upload", Form(Photos.Sideways), deadline.Token);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<TcpClient> BeginAsync(bool chunked)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(fixture.App.Address.Host, fixture.App.Address.Port);
        var length = chunked ? "Transfer-Encoding: chunked" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Announced}");
        var head = $"POST /api/v1/upload HTTP/1.1\r\nHost: x\r\nAuthorization: {fixture.Client.DefaultRequestHeaders.Authorization}\r\n"
            + $"Content-Type: multipart/form-data; boundary=x\r\n{length}\r\n\r\n"
            + (chunked ? string.Create(CultureInfo.InvariantCulture, $"{Announced:x}\r\n") : "")
            + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\nContent-Type: video/mp4\r\n\r\n";
        await socket.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. Mp4, .. new byte[100_000]]);
        return socket;
    }

    private static MultipartFormDataContent Form(byte[] file)
    {
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        return new MultipartFormDataContent { { part, "file", "nest.jpg" } };
    }
}
