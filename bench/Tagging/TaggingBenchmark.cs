using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Magpie.Imaging;
using Magpie.Tagging;

namespace Magpie.Bench.Tagging;

/// <summary>
/// Decode, pre-process and infer of a 12-megapixel JPEG on one core: Magpie's own path against the bare native calls, photo by photo in
/// turn, and against npm's sharp and onnxruntime-node in a process of their own, round by round.
/// </summary>
internal sealed class TaggingBenchmark(BenchOptions options) : IBenchmark
{
    private const int WarmUp = 10;
    private const int PhotosARound = 20;

    private int Rounds => options.Quick ? 2 : 5;

    public string Name => "tagging";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = await Photos.TwelveMegapixelsAsync(1, cancellationToken);
        var decoder = new ImageDecoder(new ImagingOptions());
        using var registry = Models.Registry(Models.Options(Models.MobileNetFolder));
        var pack = registry.Packs[0];
        var session = registry.Open(pack) ?? throw new InvalidOperationException($"{pack.Folder} cannot be opened.");
        using var bare = new BareCalls(file, pack);
        var ours = new List<double>();
        var same = new List<double>();
        var thumbnail = new List<double>();
        var npm = new List<double>();
        for (var photo = 0; photo < WarmUp; photo++)
        {
            Tag(decoder, session, pack, file);
            bare.SameCalls();
            bare.Thumbnail();
        }

        for (var round = 0; round < Rounds; round++)
        {
            for (var photo = 0; photo < PhotosARound; photo++)
            {
                ours.Add(Cpu(() => Tag(decoder, session, pack, file)));
                same.Add(Cpu(bare.SameCalls));
                thumbnail.Add(Cpu(bare.Thumbnail));
            }

            npm.Add(await NpmAsync(pack, cancellationToken));
        }

        var own = ours.Median();
        yield return new Measurement(
            $"tagging, photos/s a core ({pack.Manifest.Id})", $"{1000 / own:0.0}", $"sharp + onnxruntime-node {1000 / npm.Median():0.0}", npm.Median() / own, 1, AtLeast: true);
        yield return new Measurement("tagging, CPU a photo", $"{own:0.0} ms", $"the same native calls, bare {same.Median():0.0} ms", own / same.Median(), 1.1);
        yield return new Measurement(
            "tagging, CPU a photo", $"{own:0.0} ms", $"vips_thumbnail + OrtRun, bare {thumbnail.Median():0.0} ms", own / thumbnail.Median(), 1.1);
    }

    private static void Tag(ImageDecoder decoder, PackSession session, ModelPack pack, byte[] file)
    {
        using var tensors = new ImageTensors(size => decoder.DecodeTo(file, size).Value!);
        using var answer = session.Run(tensors.For(pack.Manifest.Input), CancellationToken.None);
        PackScores.From(pack, answer);
    }

    private static double Cpu(Action work)
    {
        var clock = CpuClock.Start();
        work();
        return clock.CpuMilliseconds;
    }

    private static async Task<double> NpmAsync(ModelPack pack, CancellationToken cancellationToken)
    {
        var output = await Node.RunAsync(
            [
                "bench/npm/tag.mjs", Photos.PathOf(1, Photos.TwelveMegapixels), Path.Combine(pack.Folder, pack.Manifest.Model),
                Path.Combine(pack.Folder, "pack.json"), PhotosARound.ToString(CultureInfo.InvariantCulture),
            ],
            cancellationToken);
        return JsonDocument.Parse(output).RootElement.GetProperty("cpu").GetDouble();
    }
}
