using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Magpie.Search;
using Magpie.Tests.Support;

namespace Magpie.Bench.Search;

/// <summary>
/// Of the 50 nearest by float32, how many int8 finds too: on embeddings of real photos, and on vectors of every direction, where all are nearly as far away
/// and rounding counts most.
/// </summary>
internal sealed class RecallBenchmark(BenchOptions options) : IBenchmark
{
    private const int K = 50;
    private const int Queries = 200;

    private int Crops => options.Quick ? 5 : 100;

    private int RandomVectors => options.Quick ? 2_000 : 20_000;

    public string Name => "recall";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (Repository.Photos is { } photos)
        {
            var folder = Repository.Models ?? Models.AppFolder;
            using var registry = Models.Registry(Models.Options(folder));
            foreach (var pack in registry.Packs.Where(pack => pack.Manifest.Outputs.ContainsKey("embedding") && pack.Manifest.Outputs.ContainsKey("scores")))
            {
                if (registry.Open(pack) is { } session)
                {
                    yield return Measure($"photos ({pack.Manifest.Id})", PhotoEmbeddings.Of(photos, pack, session, Crops, cancellationToken));
                }
            }
        }

        foreach (var dimension in new[] { 576, 1280 })
        {
            var random = new Random(dimension);
            yield return Measure("random", [.. Enumerable.Range(0, RandomVectors).Select(_ => OfAnyDirection(random, dimension))]);
        }
    }

    private static Measurement Measure(string of, List<float[]> vectors)
    {
        var dimension = vectors[0].Length;
        var block = new sbyte[vectors.Count * dimension];
        var (scales, steps) = (new float[vectors.Count], new float[vectors.Count]);
        for (var row = 0; row < vectors.Count; row++)
        {
            scales[row] = Int8Quantizer.Quantize(vectors[row], block.AsSpan(row * dimension, dimension));
            steps[row] = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(vectors[row])) / 127;
        }

        int found = 0, foundBySteps = 0, asked = 0;
        for (var query = 0; query < vectors.Count; query += Math.Max(1, vectors.Count / Queries))
        {
            var (exact, best, bySteps) = (new TopK(K), new TopK(K), new TopK(K));
            for (var row = 0; row < vectors.Count; row++)
            {
                exact.Add(row, TensorPrimitives.Dot<float>(vectors[query], vectors[row]));
            }

            var int8 = new Int8Query(vectors[query]);
            int8.Nearest(block, scales, best, 0);
            int8.Nearest(block, steps, bySteps, 0);
            found += Common(exact, best);
            foundBySteps += Common(exact, bySteps);
            asked++;
        }

        var most = (double)asked * Math.Min(K, vectors.Count);
        return new Measurement(
            $"recall@{K}, {vectors.Count:N0} × {dimension}, {of}",
            $"{found / most:0.0000}",
            $"float32, exact (int8 with the step as scale: {foundBySteps / most:0.0000})",
            found / most,
            0.98,
            AtLeast: true);
    }

    private static int Common(TopK a, TopK b) => a.ToRanked().Select(one => one.Ordinal).Intersect(b.ToRanked().Select(one => one.Ordinal)).Count();

    private static float[] OfAnyDirection(Random random, int dimension)
    {
        var vector = new float[dimension];
        for (var i = 0; i < dimension; i++)
        {
            vector[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()));
        }

        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }
}
