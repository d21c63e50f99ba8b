using System.Runtime.CompilerServices;
using Magpie.Search;

namespace Magpie.Bench.Search;

/// <summary>
/// Nearest 50 of 1,000,000 int8 × 576 on one core, against reading as many bytes with next to no work and against npm's usearch, exact; each round all of
/// them in turn. Both searches are given the same rows and the same query, and must find the same.
/// </summary>
internal sealed class NearestBenchmark(BenchOptions options) : IBenchmark
{
    private const int Dimension = 576;
    private const int K = 50;

    /// <summary>Searches ours and reads; usearch takes longer and is asked once a round.</summary>
    private const int RepeatsARound = 5;

    private int Rows => options.Quick ? 100_000 : 1_000_000;

    private int Rounds => options.Quick ? 2 : 7;

    public string Name => "nearest";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var rows = new MadeRows(Rows, Dimension);
        var query = rows.Query();
        var int8 = new Int8Query(Array.ConvertAll(query, value => (float)value));
        var folder = Directory.CreateTempSubdirectory("magpie-bench-");
        List<double> ours = [], read = [], ahead = [], npm = [];
        var best = new TopK(K);
        var same = 0;
        try
        {
            var file = Path.Combine(folder.FullName, "rows");
            rows.Save(file);
            using var usearch = await UsearchProcess.StartAsync(file, Dimension, K, cancellationToken);
            for (var round = 0; round <= Rounds; round++)
            {
                for (var repeat = 0; repeat < RepeatsARound; repeat++)
                {
                    ours.Add(Cpu(() =>
                    {
                        best.Clear();
                        rows.Nearest(int8, best);
                    }));
                    read.Add(Cpu(() => rows.Read()));
                    ahead.Add(Cpu(() => rows.ReadAhead()));
                }

                var search = await usearch.SearchAsync(query, cancellationToken);
                npm.Add(search.Cpu);
                same = best.ToRanked().Select(one => one.Ordinal).Intersect(search.Rows).Count();
                if (round == 0)
                {
                    ours.Clear();
                    read.Clear();
                    ahead.Clear();
                    npm.Clear();
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var own = ours.Median();
        var bare = Math.Min(read.Median(), ahead.Median());
        yield return new Measurement($"nearest {K} of {Rows:N0} × {Dimension}, one core", Speed(own), $"memory read bare {Speed(bare)}", bare / own, 0.7, AtLeast: true);
        yield return new Measurement(
            $"… on the same rows ({same} of {K} found by both)", $"{own:0.0} ms", $"usearch, exact {npm.Median():0.0} ms", npm.Median() / own, 1, AtLeast: true);
    }

    private string Speed(double milliseconds) => $"{(double)Rows * Dimension / milliseconds / 1e6:0.0} GB/s";

    private static double Cpu(Action work)
    {
        var clock = CpuClock.Start();
        work();
        return clock.CpuMilliseconds;
    }
}
