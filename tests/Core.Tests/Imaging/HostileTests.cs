using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Magpie.Imaging;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Imaging;

[Collection(ImagingCollection.Name)]
public sealed class HostileTests
{
    private const long Megabyte = 1 << 20;

    private static readonly ImageDecoder Decoder = new(new ImagingOptions());
    private static readonly ModelInputSize Size = new(64, 64, ResizeMode.Cover);

    [Fact]
    public void A_png_of_2_500_megapixels_in_a_kilobyte_is_refused_by_its_header()
    {
        var file = Pictures.Png(50_000, 50_000, 8, 2, new byte[600_000]);
        file.Length.ShouldBeLessThan(1024);
        Decoder.Inspect(file);
        var before = Resident();

        for (var i = 0; i < 100; i++)
        {
            Decoder.Inspect(file).Fault?.Code.ShouldBe(ImageFault.TooManyPixels);
            Decoder.Decode(file).Fault?.Code.ShouldBe(ImageFault.TooManyPixels);
            Decoder.DecodeTo(file, Size).IsOk.ShouldBeFalse();
        }

        (Resident() - before).ShouldBeLessThan(64 * Megabyte);
    }

    [Fact]
    public void The_pixel_limit_is_an_option_that_counts_in_64_bits()
    {
        var file = Pictures.Png(65_536, 65_536, 8, 0, new byte[1000]);
        new ImageDecoder(new ImagingOptions { MaxPixels = long.MaxValue }).Inspect(file).Fault?.Code.ShouldBe(ImageFault.TooManyPixels);
        new ImageDecoder(new ImagingOptions { MaxPixels = 99 }).Inspect(Pictures.Gif(10, 10, 1)).Fault?.Code.ShouldBe(ImageFault.TooManyPixels);
        new ImageDecoder(new ImagingOptions { MaxPixels = 100 }).Inspect(Pictures.Gif(10, 10, 1)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public void Of_an_animation_of_10_000_frames_one_is_decoded()
    {
        var file = Pictures.Gif(500, 500, 10_000);
        var watch = Stopwatch.StartNew();

        using var image = Pixels.Decode(file);

        image.Facts.Frames.ShouldBe(10_000);
        (image.Width, image.Height).ShouldBe((500, 500));
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Every_hostile_file_ends_in_a_result_and_leaves_no_memory_behind()
    {
        if (Repository.Hostile is not { } folder)
        {
            return;
        }

        var files = Directory.EnumerateFiles(folder).Select(File.ReadAllBytes).ToArray();
        All();
        All();
        var before = Resident();
        for (var i = 0; i < 3; i++)
        {
            All();
        }

        (Resident() - before).ShouldBeLessThan(96 * Megabyte);

        void All()
        {
            foreach (var file in files)
            {
                Decoder.Inspect(file);
                Decoder.ReadExif(file);
                using var image = Decoder.Decode(file).Value;
                using var pixels = Decoder.DecodeTo(file, Size).Value;
            }
        }
    }

    [Fact]
    public void Decoding_a_thousand_times_leaves_no_memory_behind()
    {
        var file = Pictures.Jpeg(Pictures.Scene(512, 512), 512, 512);
        var cut = file.AsMemory(0, file.Length / 2);
        Many(200);
        var before = Resident();

        Many(1000);

        // A thousand results are 1.5 GB.
        (Resident() - before).ShouldBeLessThan(128 * Megabyte);

        void Many(int times)
        {
            for (var i = 0; i < times; i++)
            {
                using var image = Decoder.Decode(file).Value.ShouldNotBeNull();
                using var pixels = image.ToRgb();
                Decoder.Decode(cut).IsOk.ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void Any_damage_to_a_picture_ends_in_a_result()
    {
        using var source = Pictures.Open(Pictures.Scene(80, 60), 80, 60);
        byte[][] files =
        [
            .. ((string[])[".jpg", ".png", ".webp", ".gif", ".tif", ".avif"]).Select(suffix => source.Save(suffix)),
            BmpTests.Bitmap(80, 60, 24),
            BmpTests.Bitmap(80, 60, 8),
            BmpTests.Bitmap(80, 60, 32),
        ];
        foreach (var file in files)
        {
            Prop.ForAll<byte, uint, byte>((count, seed, length) =>
            {
                var damaged = file.ToArray();
                for (var i = 0; i <= count % 8; i++)
                {
                    seed = (seed * 1664525) + 1013904223;
                    damaged[seed % (uint)(i % 2 == 0 ? Math.Min(damaged.Length, 128) : damaged.Length)] = (byte)(seed >> 16);
                }

                var cut = damaged.AsMemory(0, damaged.Length - (length % 2 == 0 ? 0 : length % damaged.Length));
                using var image = Decoder.Decode(cut).Value;
                using var pixels = Decoder.DecodeTo(cut, Size).Value;
                Decoder.ReadExif(cut);
                return true;
            }).QuickCheckThrowOnFailure();
        }
    }

    [Fact]
    [Trait(Editions.Only, Editions.Embedded)]
    public void No_decoding_process_is_left_behind()
    {
        if (Repository.Photos is not { } folder)
        {
            return;
        }

        var file = File.ReadAllBytes(Path.Combine(folder, "pug-iphone.heic"));
        using (Pixels.Decode(file))
        {
            Decoder.Decode(file.AsMemory(0, file.Length - 1000)).IsOk.ShouldBeFalse();
        }

        Directory.EnumerateDirectories("/proc").Where(IsDecoder).ShouldBeEmpty();

        static bool IsDecoder(string process)
        {
            try
            {
                return File.ReadAllText(Path.Combine(process, "cmdline")).Contains(Path.Combine(AppContext.BaseDirectory, "heic-decoder.cjs"), StringComparison.Ordinal);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
