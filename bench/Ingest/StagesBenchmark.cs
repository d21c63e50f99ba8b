using System.Runtime.CompilerServices;
using Magpie.Imaging;
using Magpie.Ingest;
using Magpie.Tagging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Magpie.Bench.Ingest;

/// <summary>Processor time of each thing that is done to a 12-megapixel photo in memory. Explains the others; nothing is asked of it.</summary>
internal sealed class StagesBenchmark(BenchOptions options) : IBenchmark
{
    private const int WarmUp = 4;

    private int Count => options.Quick ? 12 : 40;

    public string Name => "stages";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var photos = await Photos.DistinctAsync(4, cancellationToken);
        var decoder = new ImageDecoder(new ImagingOptions());
        var tagging = Models.Options(Models.AppFolder);
        using var registry = Models.Registry(tagging);
        using var tagger = new Tagger(registry, tagging, TimeProvider.System, NullLogger<Tagger>.Instance);
        var stages = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        for (var number = -WarmUp; number < Count; number++)
        {
            var file = photos[(number + WarmUp) % photos.Count];
            using var image = Timed("decode", () => decoder.Decode(file).Value!);
            Timed("tag", () => tagger.TagAsync(image, cancellationToken).GetAwaiter().GetResult());
            Timed("SHA-256", () => Checksum.Of(file));
            Timed("EXIF", () => decoder.ReadExif(file));
            Timed("colours", () => DominantColors.Of(image));
            Timed("BlurHash", () => BlurHash.Encode(image));
            Timed("perceptual hash", () => PerceptualHash.Compute(image));
            Timed("thumb", () => Renditions.Thumb(image));
            Timed("preview", () => Renditions.Preview(image));

            T Timed<T>(string stage, Func<T> work)
            {
                var clock = CpuClock.Start();
                var result = work();
                if (number >= 0)
                {
                    (stages.TryGetValue(stage, out var times) ? times : stages[stage] = []).Add(clock.CpuMilliseconds);
                }

                return result;
            }
        }

        var all = stages.Values.Sum(times => times.Median());
        foreach (var (stage, times) in stages)
        {
            yield return new Measurement($"stage: {stage}", $"{times.Median():0.0} ms CPU", $"all stages {all:0} ms", times.Median() / all);
        }
    }
}
