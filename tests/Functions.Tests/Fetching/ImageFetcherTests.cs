using System.IO.Compression;
using Magpie.Fetching;
using Magpie.Functions.Tests.Notifications;
using Magpie.Imaging;

namespace Magpie.Functions.Tests.Fetching;

/// <summary>What is fetched from a real server on loopback, and what is made of answers that are wrong.</summary>
public sealed class ImageFetcherTests : IAsyncLifetime, IDisposable
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[5_000]];
    private static readonly byte[] Mp4 = [0, 0, 0, 0x18, .. "ftypmp42"u8, 0, 0, 0, 0, .. "mp42isom"u8, .. new byte[100]];

    private readonly FetcherRig _rig = new();
    private Receiver _server = null!;

    public async Task InitializeAsync()
    {
        _server = await Receiver.StartAsync();
        _rig.Allow(_server);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_image_is_what_its_bytes_say_whatever_the_server_calls_it()
    {
        Answers(Png, "text/html");

        using var result = await _rig.FetchAsync(_server.Address);

        var fetched = result.ShouldBeOfType<FetchResult.Fetched>();
        fetched.Type.ShouldBe(FileType.Png);
        fetched.ContentType.ShouldBe("image/png");
        fetched.Content.ToArray().ShouldBe(Png);
        var sent = _server.Requests.ShouldHaveSingleItem().Headers;
        sent["Accept-Encoding"].ShouldBe("identity");
        sent.Keys.ShouldNotContain("Cookie");
        sent.Keys.ShouldNotContain("Authorization");
    }

    [Theory]
    [InlineData("<!doctype html><title>Gallery</title>", "text/html")]
    [InlineData("<!doctype html><title>Gallery</title>", "image/jpeg")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml")]
    [InlineData("%PDF-1.7", "application/pdf")]
    public async Task What_is_no_image_is_refused_whatever_it_is_called(string body, string contentType)
    {
        Answers(System.Text.Encoding.ASCII.GetBytes(body), contentType);
        await ShouldBeRefusedAsync(FetchCodes.NotAnImage);
    }

    [Fact]
    public async Task A_page_without_an_end_is_refused_at_its_beginning()
    {
        _server.Answer = async (context, _) =>
        {
            await context.Response.Body.WriteAsync(new byte[8_192]);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        await ShouldBeRefusedAsync(FetchCodes.NotAnImage);
    }

    [Fact]
    public async Task An_empty_body_is_no_image()
    {
        Answers([], "image/png");
        await ShouldBeRefusedAsync(FetchCodes.NotAnImage);
    }

    [Fact]
    public async Task Videos_are_fetched_only_where_they_are_asked_for()
    {
        Answers(Mp4, "video/mp4");
        await ShouldBeRefusedAsync(FetchCodes.NotAnImage);

        using var result = await _rig.FetchAsync(_server.Address, FetchedKinds.ImagesAndVideos);
        result.ShouldBeOfType<FetchResult.Fetched>().Type.ShouldBe(FileType.Mp4);
    }

    [Fact]
    public async Task A_video_has_a_limit_of_its_own()
    {
        _rig.Options.MaxVideoBytes = Mp4.Length - 1;
        Answers(Mp4, "video/mp4");
        var refused = await ShouldBeRefusedAsync(FetchCodes.TooLarge, FetchedKinds.ImagesAndVideos);
        refused.Message.ShouldContain($"{Mp4.Length - 1}");
    }

    [Theory]
    [InlineData(404, 1)]
    [InlineData(403, 1)]
    [InlineData(204, 1)]
    [InlineData(503, 2)]
    public async Task Another_status_than_200_is_refused_and_only_a_servers_fault_is_tried_again(int status, int tries)
    {
        _server.Answer = (context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        (await ShouldBeRefusedAsync(FetchCodes.HttpStatus)).Message.ShouldContain($"{status}");
        _server.Requests.Count.ShouldBe(tries);
    }

    [Fact]
    public async Task A_server_that_fails_once_is_asked_once_more()
    {
        _server.Answer = async (context, number) =>
        {
            context.Response.StatusCode = number == 1 ? 500 : 200;
            await context.Response.Body.WriteAsync(Png);
        };

        using var result = await _rig.FetchAsync(_server.Address);
        result.ShouldBeOfType<FetchResult.Fetched>().Length.ShouldBe(Png.Length);
    }

    [Fact]
    public async Task Three_redirects_are_followed_and_a_fourth_is_not()
    {
        _server.Answer = async (context, _) =>
        {
            var left = int.Parse(context.Request.Path.Value![1..], System.Globalization.CultureInfo.InvariantCulture);
            if (left == 0)
            {
                await context.Response.Body.WriteAsync(Png);
            }
            else
            {
                context.Response.Redirect($"/{left - 1}");
            }
        };

        using var three = await _rig.FetchAsync(new Uri(_server.Address, "/3"));
        three.ShouldBeOfType<FetchResult.Fetched>();
        using var four = await _rig.FetchAsync(new Uri(_server.Address, "/4"));
        four.ShouldBeOfType<FetchResult.Refused>().Code.ShouldBe(FetchCodes.TooManyRedirects);
        _server.Requests.Count.ShouldBe(8);
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        _server.Answer = (context, _) =>
        {
            context.Response.Redirect("/");
            return Task.CompletedTask;
        };
        await ShouldBeRefusedAsync(FetchCodes.TooManyRedirects);
        _server.Requests.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_body_compressed_unasked_is_unpacked(string encoding)
    {
        Answers(Packed(encoding, Png), "image/png", encoding);

        using var result = await _rig.FetchAsync(_server.Address);
        result.ShouldBeOfType<FetchResult.Fetched>().Content.ToArray().ShouldBe(Png);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_bomb_is_unpacked_no_further_than_the_limit(string encoding)
    {
        _rig.Uploads.MaxImageBytes = 1 << 20;
        byte[] bomb = [.. Png, .. new byte[64 << 20]];
        var packed = Packed(encoding, bomb);
        packed.Length.ShouldBeLessThan(1 << 20);
        Answers(packed, "image/png", encoding);
        await ShouldBeRefusedAsync(FetchCodes.TooLarge);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("gzip, gzip")]
    public async Task What_does_not_unpack_is_refused(string encoding)
    {
        Answers(Png, "image/png", encoding);
        await ShouldBeRefusedAsync(FetchCodes.NotAnImage);
    }

    private async Task<FetchResult.Refused> ShouldBeRefusedAsync(string code, FetchedKinds kinds = FetchedKinds.Images)
    {
        using var result = await _rig.FetchAsync(_server.Address, kinds);
        var refused = result.ShouldBeOfType<FetchResult.Refused>();
        refused.Code.ShouldBe(code);
        refused.Message.ShouldNotContain(_server.HostAndPort);
        return refused;
    }

    private void Answers(byte[] body, string contentType, string? encoding = null) => _server.Answer = async (context, _) =>
    {
        context.Response.ContentType = contentType;
        context.Response.Headers.ContentEncoding = encoding;
        await context.Response.Body.WriteAsync(body);
    };

    private static byte[] Packed(string encoding, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest),
            _ => new BrotliStream(packed, CompressionLevel.Fastest),
        })
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }
}
