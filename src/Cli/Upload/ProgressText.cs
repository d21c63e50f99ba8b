namespace Magpie.Cli.Upload;

/// <summary>Progress in words.</summary>
internal static class ProgressText
{
    /// <summary>All files: how many are done, how much is sent, how fast, and what is left.</summary>
    public static string Line(UploadTally tally, SpeedMeter meter)
    {
        var failed = tally.CountOf(Outcome.Failed) + tally.CountOf(Outcome.Rejected) + tally.CountOf(Outcome.Unsettled);
        return $"{Words.Count(tally.Settled)} of {Words.Count(tally.Files)}{(tally.IsWalked ? "" : "+")} files, " +
            $"{Words.Size(tally.Sent)} of {Words.Size(tally.Bytes)}, {Words.Size(meter.Speed)}/s{Left(tally, meter)}{(failed > 0 ? $", {Words.Count(failed)} failed" : "")}";
    }

    private static string Left(UploadTally tally, SpeedMeter meter)
    {
        var bytes = tally.Bytes - tally.Sent;
        if (bytes <= 0)
        {
            return tally.Settled < tally.Files ? ", being processed" : "";
        }

        return meter.Left(bytes) is { } left ? $", {Words.Time(left)} left" : "";
    }
}
