using System.ComponentModel.DataAnnotations;

namespace Magpie.Search;

/// <summary>Section <c>Magpie:Search</c>.</summary>
public sealed class SearchOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Magpie:Search";

    /// <summary>Changes after which a new snapshot is built; with more assets, a tenth of them.</summary>
    [Range(10, 1_000_000)]
    public int RebuildAfter { get; set; } = 2_000;

    /// <summary>Newest assets that are read at once when there is no snapshot; the rest is found when one is built.</summary>
    [Range(1, 100_000)]
    public int ReadWithoutSnapshot { get; set; } = 2_000;

    /// <summary>Changes since a snapshot that are taken in one by one; with more, an index waits for the next snapshot and has the newest assets meanwhile.</summary>
    [Range(100, 1_000_000)]
    public int MaxChanges { get; set; } = 20_000;

    /// <summary>Bytes of indexes in memory; the accounts that were not searched the longest are forgotten.</summary>
    [Range(1_000_000, 100_000_000_000)]
    public long MemoryLimit { get; set; } = 1_000_000_000;

    /// <summary>How long a search waits for an account's index to be loaded before it goes on with the tag lists alone.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long after storage was last asked what changed an index still answers without asking again. Zero asks before every search. Within it
    /// a new asset may be missing, and a removal takes so much longer where several instances search an account (<see cref="SearchFreshness"/>).
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:02")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after a search the account's changes are followed, so that the next one need not wait for them.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan FollowFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long changes are kept after a snapshot has them, for instances that still hold an older one.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan KeepChanges { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Changes after which a snapshot of so many assets is worth building anew; never so many that an instance which begins with it could not take them in.
    /// </summary>
    internal long RebuildAfterOf(int assets) => Math.Min(Math.Max(RebuildAfter, assets / 10), MaxChanges / 2);
}
