using System.Runtime.CompilerServices;
using System.Text.Json;
using Magpie.Cropping;
using Magpie.Faces;
using Magpie.Functions.Imagga.Endpoints;
using Magpie.Imaging;
using Magpie.Saliency;

namespace Magpie.Bench.Imagga;

/// <summary>
/// What <c>/croppings</c> does to a picture for one shape, after decoding, against smartcrop with sharp on pixels that are decoded too; neither looks for faces.
/// What faces add is a row of its own, where the packs for them are there.
/// </summary>
internal sealed class CroppingsBenchmark(BenchOptions options) : IBenchmark
{
    private const int TargetWidth = 500;
    private const int TargetHeight = 300;

    private int Count => options.Quick ? 10 : 40;

    private int Rounds => options.Quick ? 1 : 3;

    public string Name => "croppings";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var files = await LookedAt.FilesAsync(cancellationToken);
        var decoder = new ImageDecoder(new ImagingOptions());
        using var packs = FacePacks.Open();
        var rows = files.Select(_ => new Row()).ToArray();
        var first = await File.ReadAllBytesAsync(files[^1], cancellationToken);
        LookedAt.WarmUp(() => CropFile(decoder, first));
        if (packs is not null)
        {
            using var image = LookedAt.Decode(decoder, first, CroppingEndpoints.EnoughForFaces);
            LookedAt.WarmUp(() => CroppingEndpoints.Map(image, packs.Finder, CancellationToken.None));
        }

        for (var round = 0; round < Rounds; round++)
        {
            var npm = JsonSerializer.Deserialize<Npm[]>(
                await Node.RunAsync(["bench/npm/croppings.mjs", $"{TargetWidth}", $"{TargetHeight}", $"{Count}", .. files], cancellationToken), JsonSerializerOptions.Web)!;
            for (var i = 0; i < files.Count; i++)
            {
                Measure(rows[i], decoder, packs?.Finder, await File.ReadAllBytesAsync(files[i], cancellationToken));
                rows[i].NpmDecoded.Add(npm[i].Decoded);
                rows[i].NpmWhole.Add(npm[i].Whole);
            }
        }

        var after = rows.Select(row => row.After.Median()).ToArray();
        var (whole, npmDecoded, npmWhole) = (rows.Sum(row => row.Whole.Median()), rows.Sum(row => row.NpmDecoded.Median()), rows.Sum(row => row.NpmWhole.Median()));
        yield return new Measurement(
            $"croppings, CPU after decoding, dearest of {files.Count} photos", $"{after.Max():0.00} ms, mean {after.Average():0.00}", "15 ms", after.Max() / 15, 1);
        yield return new Measurement(
            "…of decoded pixels", $"{after.Average():0.00} ms", $"smartcrop with sharp {npmDecoded / files.Count:0.00} ms", npmDecoded / after.Sum(), 3, AtLeast: true);
        yield return new Measurement(
            "…from the file", $"{whole / files.Count:0.0} ms", $"smartcrop with sharp {npmWhole / files.Count:0.0} ms", npmWhole / whole);
        if (packs is not null)
        {
            var faces = rows.Select(row => row.Faces.Median()).ToArray();
            yield return new Measurement("…with faces looked for, dearest", $"{faces.Max():0.0} ms, mean {faces.Average():0.0}", "15 ms", faces.Max() / 15, 1);
        }
    }

    private void Measure(Row row, ImageDecoder decoder, FaceFinder? faces, byte[] file)
    {
        using var image = LookedAt.Decode(decoder, file, SaliencyMap.Side * 2);
        row.After.Add(LookedAt.Cpu(Count, () => Crop(image, SaliencyMap.Of(image))));
        row.Whole.Add(LookedAt.Cpu(Count, () => CropFile(decoder, file)));
        if (faces is not null)
        {
            using var larger = LookedAt.Decode(decoder, file, CroppingEndpoints.EnoughForFaces);
            row.Faces.Add(LookedAt.Cpu(Count, () => Crop(larger, CroppingEndpoints.Map(larger, faces, CancellationToken.None))));
        }
    }

    private static void CropFile(ImageDecoder decoder, byte[] file)
    {
        using var decoded = LookedAt.Decode(decoder, file, SaliencyMap.Side * 2);
        Crop(decoded, SaliencyMap.Of(decoded));
    }

    private static void Crop(DecodedImage image, SaliencyMap map) =>
        CropFinder.Find(map, image.Facts.Width, image.Facts.Height, TargetWidth, TargetHeight, isExact: false, kept: null);

    /// <summary>Milliseconds of processor time on one file, a value a round.</summary>
    private sealed class Row
    {
        public List<double> After { get; } = [];

        public List<double> Whole { get; } = [];

        public List<double> Faces { get; } = [];

        public List<double> NpmDecoded { get; } = [];

        public List<double> NpmWhole { get; } = [];
    }

    private sealed record Npm(double Decoded, double Whole);
}
