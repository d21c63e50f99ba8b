namespace Magpie.Cli.Test;

/// <summary>Which test projects run at the same time.</summary>
internal static class TestPlan
{
    /// <summary>
    /// Projects that wait for much of their time, for processes that are started or killed, a browser, services that are away; and what works beside each, one after the other.
    /// Whatever is not named here runs alone, as what has time limits should.
    /// </summary>
    private static readonly (string Waits, string[] Beside)[] Pairs =
    [
        ("Magpie.Cli.Tests", ["Magpie.Cloudinary.Tests", "Magpie.Core.Tests"]),
        ("Magpie.EndToEnd.Tests", ["Magpie.AzureStorage.Tests", "Magpie.Functions.Tests"]),
    ];

    /// <summary>Rounds, one after the other; the lanes of a round run at the same time, the projects of a lane one after the other.</summary>
    /// <param name="projects">Paths of project files.</param>
    public static IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> Rounds(IReadOnlyCollection<string> projects)
    {
        var pairs = Pairs
            .Select(pair => (IReadOnlyList<IReadOnlyList<string>>)[.. new[] { Named([pair.Waits]), Named(pair.Beside) }.Where(lane => lane.Count > 0)])
            .ToList();
        var alone = projects.Except(pairs.SelectMany(lanes => lanes.SelectMany(lane => lane)), StringComparer.Ordinal);
        return [.. alone.Select(project => (IReadOnlyList<IReadOnlyList<string>>)[[project]]), .. pairs.Where(lanes => lanes.Count > 0)];

        IReadOnlyList<string> Named(string[] names) =>
            [.. projects.Where(project => names.Contains(Path.GetFileNameWithoutExtension(project), StringComparer.Ordinal))];
    }
}
