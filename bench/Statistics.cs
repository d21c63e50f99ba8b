namespace Magpie.Bench;

internal static class Statistics
{
    /// <summary>The middle value.</summary>
    public static double Median(this IEnumerable<double> values) => values.Percentile(0.5);

    /// <summary>The value that the given share of all does not exceed (nearest rank).</summary>
    public static double Percentile(this IEnumerable<double> values, double share)
    {
        var ordered = values.Order().ToArray();
        return ordered[Math.Clamp((int)Math.Ceiling(share * ordered.Length) - 1, 0, ordered.Length - 1)];
    }
}
