using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Magpie.Assets;
using Magpie.Functions.Tests.Delivery;
using Magpie.Functions.Tests.Ingest;
using Magpie.Ingest;
using Magpie.Tests.Support;
using Magpie.Video;

namespace Magpie.Functions.Tests.Video;

/// <summary>Videos that are broken, or made to break what reads them.</summary>
[Collection(VideoCollection.Name)]
public sealed class HostileVideoTests(IngestFixture fixture)
{
    private const string Bars = "-f lavfi -i testsrc=s=320x180:r=25:d=3 -pix_fmt yuv420p -c:v libx264";

    [FfmpegFact]
    public async Task Noise_behind_the_leading_bytes_of_a_video_is_corrupt()
    {
        await RejectedAsync(DeliveryFixture.Video(100_000), RejectionCodes.Corrupt);
        await RejectedAsync(Photos.WebM, RejectionCodes.Corrupt, ".webm", "video/webm");
        await RejectedAsync([0, 0, 1, 0xBA, .. new byte[5000]], RejectionCodes.Corrupt, ".mpg", "video/mpeg");
    }

    [FfmpegFact]
    public async Task A_video_whose_index_is_cut_off_is_corrupt()
    {
        var file = await Ffmpeg.MakeAsync(".mp4", Bars);

        await RejectedAsync(file[..(file.Length / 2)], RejectionCodes.Corrupt);
    }

    [FfmpegTheory]
    [InlineData(".mp4", "video/mp4", "-movflags +faststart")]
    [InlineData(".avi", "video/x-msvideo", "")]
    [InlineData(".mkv", "video/x-matroska", "")]
    public async Task A_video_whose_end_is_cut_off_is_corrupt(string extension, string contentType, string options)
    {
        var file = await Ffmpeg.MakeAsync(extension, $"{Bars} {options}");

        await RejectedAsync(file[..(file.Length * 2 / 3)], RejectionCodes.Corrupt, extension, contentType);
    }

    [FfmpegFact]
    public async Task Sound_without_picture_is_of_no_accepted_type()
    {
        var file = await Ffmpeg.MakeAsync(".mp4", "-f lavfi -i sine=frequency=440:duration=2 -c:a aac");

        await RejectedAsync(file, RejectionCodes.UnsupportedType);
    }

    [FfmpegFact]
    public async Task A_header_that_claims_more_pixels_than_are_accepted_is_refused_before_any_is_decoded()
    {
        var file = (await Ffmpeg.MakeAsync(".mp4", "-f lavfi -i testsrc=s=64x64:r=10:d=1 -c:v mjpeg -pix_fmt yuvj420p")).ToArray();

        // Width and height of the sample entry, 16 bits each, 24 bytes after its type.
        var entry = file.AsSpan().IndexOf("mp4v"u8);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(entry + 28), 0xFFFF_FFFF);

        var asset = await SettleAsync(file, ".mp4", "video/mp4");

        // What the pictures themselves say may go before the header; either way nothing that large is believed.
        (asset.State == AssetState.Ready ? asset.Width : 64).ShouldBe(64);
        (asset.Error?.Code ?? RejectionCodes.TooManyPixels).ShouldBeOneOf(RejectionCodes.TooManyPixels, RejectionCodes.Corrupt);
    }

    [FfmpegFact]
    public async Task A_picture_larger_than_is_accepted_is_refused()
    {
        var file = await Ffmpeg.MakeAsync(".avi", "-f lavfi -i color=s=16000x8000:r=1:d=1 -frames:v 1 -c:v mjpeg -pix_fmt yuvj420p");

        await RejectedAsync(file, RejectionCodes.TooManyPixels, ".avi", "video/x-msvideo");
    }

    [FfmpegFact]
    public async Task A_video_without_length_or_with_an_impossible_frame_rate_is_corrupt()
    {
        // Every time in the file divided by a thousand million a second.
        var file = (await Ffmpeg.MakeAsync(".mp4", Bars)).ToArray();
        foreach (var at in Positions(file, "mdhd"u8).Concat(Positions(file, "mvhd"u8)))
        {
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 16), 0x7FFF_FFFF);
        }

        await RejectedAsync(file, RejectionCodes.Corrupt);
    }

    [FfmpegTheory]
    [InlineData("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{0}\n#EXT-X-ENDLIST\n")]
    [InlineData("ffconcat version 1.0\nfile {0}\n")]
    public async Task A_playlist_that_is_named_like_a_video_is_of_no_accepted_type_and_opens_nothing(string playlist)
    {
        using var trap = new Trap();

        await RejectedAsync(Encoding.ASCII.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, playlist, trap.Url)), RejectionCodes.UnsupportedType);

        trap.WasOpened.ShouldBeFalse();
    }

    [FfmpegFact]
    public async Task A_playlist_behind_the_leading_bytes_of_a_video_opens_nothing()
    {
        using var trap = new Trap();
        var playlist = $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{trap.Url}\n#EXT-X-ENDLIST\n";

        await RejectedAsync([0, 0, 0, 0x10, .. "ftypisom\0\0\0\0"u8, .. Encoding.ASCII.GetBytes("\n" + playlist)], RejectionCodes.Corrupt);

        trap.WasOpened.ShouldBeFalse();
    }

    [FfmpegFact]
    public async Task A_data_reference_to_another_file_is_not_followed()
    {
        var secret = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".mp4");
        var file = (await Ffmpeg.MakeAsync(".mov", Bars)).ToArray();
        await File.WriteAllBytesAsync(secret, await Ffmpeg.MakeAsync(".mov", "-f lavfi -i color=c=red:s=320x180:r=25:d=3 -pix_fmt yuv420p -c:v libx264"));
        try
        {
            // 'url ' with the flag "in this file" becomes an address of another; its media is not in this file any more.
            var at = file.AsSpan().IndexOf("url "u8);
            if (at < 0)
            {
                at = file.AsSpan().IndexOf("alis"u8);
            }

            "url "u8.CopyTo(file.AsSpan(at));
            file[at + 7] = 0;

            var asset = await SettleAsync(file, ".mov", "video/quicktime");

            asset.State.ShouldBeOneOf(AssetState.Ready, AssetState.Rejected);
            asset.Colors.ShouldNotContain(color => color.Name == "red" && color.Percent > 90);
        }
        finally
        {
            File.Delete(secret);
        }
    }

    [FfmpegFact]
    public async Task A_tool_that_may_not_take_the_time_or_memory_it_needs_costs_the_poster_not_the_upload()
    {
        var file = await Ffmpeg.MakeAsync(".mp4", Bars);

        await PlainAsync(file, options => options.ProcessTime = TimeSpan.FromMilliseconds(1));
        await PlainAsync(file, options => options.MaxBytesRead = 1000);
        if (OperatingSystem.IsLinux())
        {
            await PlainAsync(file, options => options.MaxMemoryBytes = 20 << 20);
        }
    }

    [FfmpegFact]
    public async Task A_program_that_hangs_is_ended_with_all_it_started()
    {
        using var folder = new FakeTools("sh -c 'sleep 600; true' FOLDER & sleep 600");
        var started = Stopwatch.GetTimestamp();

        await PlainAsync(await Ffmpeg.MakeAsync(".mp4", Bars), options =>
        {
            (options.Ffmpeg, options.ProcessTime) = (folder.Ffmpeg, TimeSpan.FromSeconds(1));
        });

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20));
        folder.Children().ShouldBeEmpty();
    }

    [FfmpegFact]
    public async Task A_program_that_writes_without_end_or_crashes_costs_the_poster_not_the_upload()
    {
        var file = await Ffmpeg.MakeAsync(".mp4", Bars);
        using var endless = new FakeTools("exec cat /dev/zero");
        using var crashing = new FakeTools("kill -SEGV $$");

        await PlainAsync(file, options => options.Ffmpeg = endless.Ffmpeg);
        await PlainAsync(file, options => options.Ffmpeg = crashing.Ffmpeg);
    }

    private static List<int> Positions(byte[] file, ReadOnlySpan<byte> name)
    {
        var found = new List<int>();
        for (var at = file.AsSpan().IndexOf(name); at >= 0;)
        {
            found.Add(at);
            var next = file.AsSpan(at + 4).IndexOf(name);
            at = next < 0 ? -1 : at + 4 + next;
        }

        return found;
    }

    private async Task<Asset> SettleAsync(byte[] file, string extension, string contentType, Action<VideoOptions>? options = null)
    {
        using var worker = new Worker(fixture, video: options ?? (_ => { }));
        return await worker.SettleAsync(file, "clip" + extension, contentType);
    }

    private async Task RejectedAsync(byte[] file, string code, string extension = ".mp4", string contentType = "video/mp4")
    {
        var asset = await SettleAsync(file, extension, contentType);

        (asset.State, asset.Error?.Code).ShouldBe((AssetState.Rejected, code));
    }

    /// <summary>Ready with the user's tags, and it says why there is no more.</summary>
    private async Task PlainAsync(byte[] file, Action<VideoOptions> options)
    {
        var asset = await SettleAsync(file, ".mp4", "video/mp4", options);

        (asset.State, asset.Error, asset.Tagging?.Status).ShouldBe((AssetState.Ready, null, "unavailable"));
        asset.Tags.ShouldBe(["nest", "spring"]);
        asset.Tagging!.Reason.ShouldNotBeNullOrEmpty();
        asset.Sha256.ShouldBe(DeliveryFixture.Sha256(file));
    }

    /// <summary>An address of this machine that must not be opened.</summary>
    private sealed class Trap : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Trap() => _listener.Start();

        public string Url => $"http://{_listener.LocalEndpoint}/trap.ts";

        public bool WasOpened => _listener.Pending();

        public void Dispose() => _listener.Dispose();
    }

    /// <summary>Programs that are called like ffmpeg's and do something else.</summary>
    private sealed class FakeTools : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("magpie-tools-").FullName;

        public FakeTools(string script)
        {
            foreach (var name in (string[])["ffmpeg", "ffprobe"])
            {
                var path = Path.Combine(_folder, name);
                File.WriteAllText(path, $"#!/bin/sh\nPATH=/usr/bin:/bin\n{script.Replace("FOLDER", _folder, StringComparison.Ordinal)}\n");
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
                }
            }
        }

        public string Ffmpeg => Path.Combine(_folder, "ffmpeg");

        /// <summary>Processes that still run from here.</summary>
        public IReadOnlyList<int> Children() =>
            [.. Process.GetProcesses().Where(process => CommandLine(process.Id).Contains(_folder, StringComparison.Ordinal)).Select(process => process.Id)];

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        private static string CommandLine(int id)
        {
            try
            {
                return File.ReadAllText($"/proc/{id}/cmdline");
            }
            catch (IOException)
            {
                return "";
            }
        }
    }
}
