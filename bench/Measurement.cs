namespace Magpie.Bench;

/// <summary>A row of the bench: a value, what it is held against, and whether the ratio meets the bar.</summary>
/// <param name="Name">Which measurement.</param>
/// <param name="Value">Ours, with its unit.</param>
/// <param name="Against">What it is held against, with its unit.</param>
/// <param name="Ratio">Ours to theirs, in the direction the bar speaks of.</param>
/// <param name="Bar">The ratio asked for; null for a row that only explains.</param>
/// <param name="AtLeast">Whether the ratio must be at least the bar, or at most.</param>
public sealed record Measurement(string Name, string Value, string Against, double? Ratio = null, double? Bar = null, bool AtLeast = false)
{
    /// <summary>Null when nothing is asked.</summary>
    public bool? Met => (Ratio, Bar) is ({ } ratio, { } bar) ? (AtLeast ? ratio >= bar : ratio <= bar) : null;
}

/// <summary>One benchmark, named on the command line.</summary>
public interface IBenchmark
{
    string Name { get; }

    IAsyncEnumerable<Measurement> RunAsync(CancellationToken cancellationToken);
}

/// <summary>What the command line asks of all benchmarks.</summary>
/// <param name="Quick">Fewer repeats: to see that a benchmark works, not to quote.</param>
public sealed record BenchOptions(bool Quick);
