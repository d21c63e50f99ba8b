using System.Runtime.CompilerServices;
using System.Text.Json;
using Magpie.Colors;
using Magpie.Imaging;
using Magpie.Segmentation;

namespace Magpie.Bench.Imagga;

/// <summary>
/// What <c>/colors</c> does to a picture: all of it after decoding, and against node-vibrant, on the same pixels and from the same files. node-vibrant knows
/// nothing of object and background: on the same pixels it is held against the colours of the whole picture only, from the file against all three.
/// With a pack that tells the object, where it is there, the colours are a row of their own against the same bar. What asking the model costs is another, without
/// one: it is the pack's, not the extraction's, and many times the bar, so the two rows together are what such a request costs.
/// </summary>
internal sealed class ColorsBenchmark(BenchOptions options) : IBenchmark
{
    private int Count => options.Quick ? 10 : 40;

    private int Rounds => options.Quick ? 1 : 3;

    public string Name => "colors";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = await LookedAt.FilesAsync(cancellationToken);
        var decoder = new ImageDecoder(new ImagingOptions());
        using var pack = MaskPack.Open();
        var rows = files.Select(_ => new Row()).ToArray();
        var first = await File.ReadAllBytesAsync(files[^1], cancellationToken);
        LookedAt.WarmUp(() => Extract(decoder, first));
        if (pack is not null)
        {
            using var image = LookedAt.Decode(decoder, first, ColorExtractor.Side);
            LookedAt.WarmUp(() => ColorExtractor.Of(image, new ColorRequest(), pack.Segmenter.Segment(image, CancellationToken.None)));
        }

        for (var round = 0; round < Rounds; round++)
        {
            var npm = JsonSerializer.Deserialize<Npm[]>(
                await Node.RunAsync(["bench/npm/colors.mjs", $"{Count}", .. files], cancellationToken), JsonSerializerOptions.Web)!;
            for (var i = 0; i < files.Count; i++)
            {
                Measure(rows[i], decoder, pack?.Segmenter, await File.ReadAllBytesAsync(files[i], cancellationToken));
                rows[i].NpmDecoded.Add(npm[i].Decoded);
                rows[i].NpmWhole.Add(npm[i].Whole);
            }
        }

        var (after, palette, whole) = (rows.Select(row => row.After.Median()).ToArray(), rows.Sum(row => row.Palette.Median()), rows.Sum(row => row.Whole.Median()));
        var (npmPalette, npmWhole) = (rows.Sum(row => row.NpmDecoded.Median()), rows.Sum(row => row.NpmWhole.Median()));
        yield return new Measurement(
            $"colors, CPU after decoding, dearest of {files.Count} photos", $"{after.Max():0.00} ms, mean {after.Average():0.00}", "15 ms", after.Max() / 15, 1);
        yield return new Measurement(
            "…the whole picture's, of the same pixels", $"{palette / files.Count:0.00} ms", $"node-vibrant {npmPalette / files.Count:0.00} ms", npmPalette / palette, 3, AtLeast: true);
        yield return new Measurement(
            "…decoding and all three, from the file", $"{whole / files.Count:0.0} ms", $"node-vibrant {npmWhole / files.Count:0.0} ms", npmWhole / whole, 3, AtLeast: true);
        if (pack is not null)
        {
            var (masked, asked) = (rows.Select(row => row.Masked.Median()).ToArray(), rows.Select(row => row.Asked.Median()).ToArray());
            yield return new Measurement(
                $"…by a model's mask, without asking it, dearest; used of {rows.Count(row => row.IsUsed)}", $"{masked.Max():0.00} ms, mean {masked.Average():0.00}", "15 ms", masked.Max() / 15, 1);
            yield return new Measurement("…and asking it", $"{asked.Average():0.0} ms", $"{pack.Segmenter.Pack!.Name}, of processor time too");
        }
    }

    private void Measure(Row row, ImageDecoder decoder, Segmenter? segmenter, byte[] file)
    {
        using var image = LookedAt.Decode(decoder, file, ColorExtractor.Side);
        row.After.Add(LookedAt.Cpu(Count, () => ColorExtractor.Of(image, new ColorRequest())));
        if (segmenter is not null)
        {
            var mask = segmenter.Segment(image, CancellationToken.None) ?? throw new InvalidOperationException("The pack that tells the object does not answer.");
            row.IsUsed = ColorExtractor.Foreground(mask) is not null;
            row.Masked.Add(LookedAt.Cpu(Count, () => ColorExtractor.Of(image, new ColorRequest(), mask)));
            row.Asked.Add(LookedAt.Cpu(Math.Max(3, Count / 10), () => segmenter.Segment(image, CancellationToken.None)));
        }

        var scale = Math.Min(1, (double)ColorExtractor.Side / Math.Max(image.Width, image.Height));
        using var pixels = image.ResizeTo(new ModelInputSize((int)Math.Round(image.Width * scale), (int)Math.Round(image.Height * scale), ResizeMode.Stretch));
        row.Palette.Add(LookedAt.Cpu(Count, () => ColorExtractor.Of(pixels.Rgb, pixels.Width, [], new ColorRequest(Separated: false))));
        row.Whole.Add(LookedAt.Cpu(Count, () => Extract(decoder, file)));
    }

    private static void Extract(ImageDecoder decoder, byte[] file)
    {
        using var decoded = LookedAt.Decode(decoder, file, ColorExtractor.Side);
        ColorExtractor.Of(decoded, new ColorRequest());
    }

    /// <summary>Milliseconds of processor time on one file, a value a round.</summary>
    private sealed class Row
    {
        public List<double> After { get; } = [];

        /// <summary>Whether the mask has enough of an object in it; else saliency decides after all.</summary>
        public bool IsUsed { get; set; }

        public List<double> Masked { get; } = [];

        public List<double> Asked { get; } = [];

        public List<double> Palette { get; } = [];

        public List<double> Whole { get; } = [];

        public List<double> NpmDecoded { get; } = [];

        public List<double> NpmWhole { get; } = [];
    }

    private sealed record Npm(double Decoded, double Whole);
}
