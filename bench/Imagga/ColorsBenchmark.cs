using System.Runtime.CompilerServices;
using System.Text.Json;
using Magpie.Colors;
using Magpie.Imaging;

namespace Magpie.Bench.Imagga;

/// <summary>
/// What <c>/colors</c> does to a picture: all of it after decoding, and against node-vibrant, on the same pixels and from the same files. node-vibrant knows
/// nothing of object and background: on the same pixels it is held against the colours of the whole picture only, from the file against all three.
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
        var rows = files.Select(_ => new Row()).ToArray();
        var first = await File.ReadAllBytesAsync(files[^1], cancellationToken);
        LookedAt.WarmUp(() => Extract(decoder, first));
        for (var round = 0; round < Rounds; round++)
        {
            var npm = JsonSerializer.Deserialize<Npm[]>(
                await Node.RunAsync(["bench/npm/colors.mjs", $"{Count}", .. files], cancellationToken), JsonSerializerOptions.Web)!;
            for (var i = 0; i < files.Count; i++)
            {
                Measure(rows[i], decoder, await File.ReadAllBytesAsync(files[i], cancellationToken));
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
    }

    private void Measure(Row row, ImageDecoder decoder, byte[] file)
    {
        using var image = LookedAt.Decode(decoder, file, ColorExtractor.Side);
        row.After.Add(LookedAt.Cpu(Count, () => ColorExtractor.Of(image, new ColorRequest())));
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

        public List<double> Palette { get; } = [];

        public List<double> Whole { get; } = [];

        public List<double> NpmDecoded { get; } = [];

        public List<double> NpmWhole { get; } = [];
    }

    private sealed record Npm(double Decoded, double Whole);
}
