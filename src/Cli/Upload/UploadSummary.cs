using Magpie.Uploads;

namespace Magpie.Cli.Upload;

/// <summary>How an upload ended.</summary>
/// <param name="IsComplete">Whether every file has come to an end; not so after Ctrl-C or when the network stayed away.</param>
internal sealed record UploadSummary(UploadTally Tally, TimeSpan Elapsed, bool IsComplete)
{
    private const int MaxPath = 300;

    public int Failures => Tally.CountOf(Outcome.Rejected) + Tally.CountOf(Outcome.Failed) + Tally.CountOf(Outcome.Unsettled);

    /// <summary>One line: what became of how many, how much was sent and how fast.</summary>
    public string Line
    {
        get
        {
            var counts = Enum.GetValues<Outcome>().Where(outcome => Tally.CountOf(outcome) > 0).Select(outcome =>
                $"{Words.Count(Tally.CountOf(outcome))} {new FileOutcome("", outcome).Word}");
            var sent = Tally.Gone == 0 ? "nothing sent" : $"{Words.Size(Tally.Gone)} sent, {Words.Size(Tally.Gone / Math.Max(0.001, Elapsed.TotalSeconds))}/s";
            return Tally.Settled == 0 && IsComplete
                ? "There is no file to upload."
                : $"{Words.Count(Tally.Settled)} files in {Words.Time(Elapsed)}: {string.Join(", ", counts.DefaultIfEmpty("none done"))}; {sent}";
        }
    }

    /// <summary>A row a file, with paths as seen from the folder the command was given in.</summary>
    public void WriteTable(TextWriter output)
    {
        if (Tally.Outcomes() is { Count: > 0 } outcomes)
        {
            Table.Write(
                output,
                ["FILE", "BECAME", "SIZE", "ASSET", "WHY"],
                outcomes.Select(outcome => (string[])[PathOf(outcome), outcome.Word, Words.Size(outcome.Bytes), outcome.Id ?? "", outcome.Reason ?? ""]));
            output.WriteLine();
        }

        output.WriteLine(Line);
    }

    private static string PathOf(FileOutcome outcome)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, outcome.Path);
        return PlainText.Sanitize(relative.StartsWith("..", StringComparison.Ordinal) ? outcome.Path : relative, MaxPath);
    }
}
