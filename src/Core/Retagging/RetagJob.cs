namespace Magpie.Retagging;

/// <summary>The work of tagging a whole account again, page by page.</summary>
public sealed record RetagJob
{
    /// <summary>What a client asks for it by.</summary>
    public required string Ticket { get; init; }

    public required string Account { get; init; }

    public RetagJobState State { get; init; }

    /// <summary>Assets to look at, counted at the start; null until then. Newer ones are tagged by current models anyhow.</summary>
    public int? Total { get; init; }

    /// <summary>Assets tagged again.</summary>
    public int Done { get; init; }

    /// <summary>Assets without a picture to look at, and those deleted meanwhile.</summary>
    public int Skipped { get; init; }

    /// <summary>Assets that no model answered for, and those at which something broke.</summary>
    public int Failed { get; init; }

    /// <summary>The packs that the assets moved to, <c>id@version</c>, comma-joined; null until the first one did.</summary>
    public string? Model { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Where the next page begins; null for the first.</summary>
    public string? Cursor { get; init; }
}

/// <summary>Where a job is.</summary>
public enum RetagJobState
{
    Running,
    Done,

    /// <summary>Given up after repeated failures; what was done stays.</summary>
    Failed,
}

/// <summary>A job as read, with the ETag that a change must present.</summary>
public sealed record StoredRetagJob(RetagJob Job, string ETag);

/// <summary>Where jobs are kept.</summary>
public interface IRetagJobs
{
    /// <summary>Adds a job, unless one of the account is running: then that one.</summary>
    Task<RetagJob> StartAsync(RetagJob job, CancellationToken cancellationToken);

    Task<StoredRetagJob?> FindAsync(string account, string ticket, CancellationToken cancellationToken);

    /// <summary>Whether the change was made; not when somebody else made one since.</summary>
    Task<bool> TryReplaceAsync(StoredRetagJob read, RetagJob next, CancellationToken cancellationToken);

    /// <summary>Has the next page worked on, soon.</summary>
    Task ContinueAsync(RetagJob job, CancellationToken cancellationToken);
}
