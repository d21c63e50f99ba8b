using System.Buffers.Binary;
using System.Security.Cryptography;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests;

/// <summary>A large video on its way to Cloudinary, in chunks, and a process that ends in the middle of it.</summary>
[Collection(Alone.Name)]
public sealed class LargeVideoTests : IAsyncLifetime, IAsyncDisposable
{
    private const int MB = 1024 * 1024;
    private const int Chunk = 6 * MB;

    private readonly CloudinaryServer _cloudinary = new();
    private Service _service = null!;

    public async Task InitializeAsync()
    {
        await _cloudinary.InitializeAsync();
        _service = new Service(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CLOUDINARY_URL"] = _cloudinary.Url,
            ["Magpie__Delivery__ChunkBytes"] = $"{Chunk}",
            ["Magpie__Delivery__RetryDelay"] = "00:00:00.010",
        });
        await _service.InitializeAsync();
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _cloudinary.DisposeAsync();
    }

    [Fact]
    public async Task A_delivery_that_a_kill_cuts_off_is_started_again_and_ends_as_one_asset()
    {
        var video = await VideoAsync(40 * MB);
        _cloudinary.Faults.Every(1, CloudinaryFault.Slow(TimeSpan.FromMilliseconds(500)));
        var id = await _service.UploadAsync(video, "film.mp4", "video/mp4", "film");
        await Service.UntilAsync(
            () => Task.FromResult(_cloudinary.Calls.Count >= 3), TimeSpan.FromSeconds(90), () => string.Join('\n', _service.App.Log));

        await _service.App.KillAsync();
        _cloudinary.Assets.ShouldBeEmpty();
        _cloudinary.Faults.Clear();
        await _service.App.StartAsync("/healthz");
        var asset = await _service.App.SettledAsync(id, TimeSpan.FromMinutes(2));

        (asset.State(), asset.ErrorCode(), asset.GetProperty("publicId").GetString()).ShouldBe(("ready", null, $"gallery/{id}"));
        var kept = _cloudinary.Assets.ShouldHaveSingleItem();
        (kept.PublicId, kept.Sha256, kept.Uploads, kept.Eager).ShouldBe(
            ($"gallery/{id}", Convert.ToHexStringLower(SHA256.HashData(video)), 1, "mp4"));
        _cloudinary.Calls.Select(call => call.UploadId).Distinct().Count().ShouldBe(2);
        (await _service.CountsAsync())["film"].ShouldBe(1);
    }

    /// <summary>A short video, where there is an ffmpeg to make one, and padding that players skip.</summary>
    private static async Task<byte[]> VideoAsync(int bytes)
    {
        var start = Ffmpeg.Installed is null
            ? [0, 0, 0, 0x10, .. "ftypisom\0\0\0\0"u8]
            : await Ffmpeg.MakeAsync(".mp4", "-f lavfi -i testsrc=s=320x180:r=10:d=1 -pix_fmt yuv420p -c:v libx264");
        var file = new byte[bytes];
        start.CopyTo(file, 0);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(start.Length), (uint)(bytes - start.Length));
        "free"u8.CopyTo(file.AsSpan(start.Length + 4));
        return file;
    }
}
