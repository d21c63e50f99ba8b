namespace Magpie.Cli.Test;

/// <summary>Which test projects run at the same time.</summary>
internal static class TestPlan
{
    /// <summary>Waits most of its time, for processes that are killed and services that are away.</summary>
    private const string Waits = "Magpie.EndToEnd.Tests";

    /// <summary>Work beside it, one after the other. Whatever is not named here runs alone, as what has time limits or a browser should.</summary>
    private static readonly string[] Beside = ["Magpie.AzureStorage.Tests", "Magpie.Cloudinary.Tests", "Magpie.Core.Tests"];

    /// <summary>Rounds, one after the other; the lanes of a round run at the same time, the projects of a lane one after the other.</summary>
    /// <param name="projects">Paths of project files.</param>
    public static IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> Rounds(IReadOnlyCollection<string> projects)
    {
        var waiting = projects.Where(project => Path.GetFileNameWithoutExtension(project) == Waits).ToList();
        var beside = projects.Where(project => Beside.Contains(Path.GetFileNameWithoutExtension(project), StringComparer.Ordinal)).ToList();
        IReadOnlyList<string>[] lanes = [waiting, beside];
        return
        [
            .. projects.Except([.. waiting, .. beside], StringComparer.Ordinal).Select(project => (IReadOnlyList<IReadOnlyList<string>>)[[project]]),
            [.. lanes.Where(lane => lane.Count > 0)],
        ];
    }
}
