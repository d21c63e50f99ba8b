namespace Magpie.Cli.Upload;

/// <summary>What became of a file.</summary>
internal enum Outcome
{
    /// <summary>Uploaded, processed, delivered.</summary>
    Ready,

    /// <summary>The account had these bytes already; nothing was sent.</summary>
    Present,

    /// <summary>Another file of this run has the same bytes; sent once.</summary>
    Duplicate,

    /// <summary>Not for Magpie, or not readable; nothing was sent.</summary>
    Skipped,

    /// <summary>Refused for a reason that lies in the file.</summary>
    Rejected,

    /// <summary>Not there, for another reason.</summary>
    Failed,

    /// <summary>It arrived, and nothing was heard of it since.</summary>
    Unsettled,
}

/// <summary>A row of the last table.</summary>
/// <param name="Id">The asset; null where there is none.</param>
/// <param name="Reason">For a person; null where there is nothing to explain.</param>
internal sealed record FileOutcome(string Path, Outcome Outcome, long Bytes = 0, string? Id = null, string? Reason = null)
{
    /// <summary>Whether it makes the command end with an exit code other than 0.</summary>
    public bool IsFailure => Outcome is Outcome.Rejected or Outcome.Failed or Outcome.Unsettled;

    /// <summary>As the table and <c>--json</c> spell it.</summary>
    public string Word => Outcome switch
    {
        Outcome.Ready => "ready",
        Outcome.Present => "present",
        Outcome.Duplicate => "duplicate",
        Outcome.Skipped => "skipped",
        Outcome.Rejected => "rejected",
        Outcome.Failed => "failed",
        _ => "unsettled",
    };
}
