namespace Magpie.Assets;

/// <summary>
/// Remembers, before a change is committed, that something follows from it: when the process ends half-way, the follow-up is done by
/// <see cref="AssetFollowUp"/> a little later.
/// </summary>
public interface IAssetFollowUps
{
    /// <summary>Schedules the follow-up; answers what cancels it.</summary>
    Task<object> ScheduleAsync(FollowUp followUp, CancellationToken cancellationToken);

    /// <summary>It is still being worked on: the follow-up waits as long again. Answers what cancels it now.</summary>
    Task<object> PostponeAsync(object scheduled, CancellationToken cancellationToken);

    /// <summary>Everything was done already. Forgetting to call this, or failing to, costs a needless follow-up and nothing else.</summary>
    Task CancelAsync(object scheduled, CancellationToken cancellationToken);
}

/// <summary>What may be left to do for an asset.</summary>
/// <param name="FormerTags">Tags that the index may still hold for it.</param>
public sealed record FollowUp(string Account, string Id, IReadOnlyList<string> FormerTags)
{
    /// <summary>Whether an asset that is still being worked on was left by whoever did, and has no bytes that somebody else could go on with.</summary>
    public bool EndsInterrupted { get; init; }

    /// <summary>How often it was queued anew because the delivery service did not do what it was asked.</summary>
    public int Rounds { get; init; }
}
