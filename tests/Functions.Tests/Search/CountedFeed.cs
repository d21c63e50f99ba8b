using Magpie.Search;

namespace Magpie.Functions.Tests.Search;

/// <summary>Counts how often storage is asked what changed.</summary>
internal sealed class CountedFeed(ISearchFeed inner) : PassingFeed(inner)
{
    private int _asked;

    public int Asked => Volatile.Read(ref _asked);

    public override Task<FeedChanges?> ChangesAsync(string account, FeedPosition after, int limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return base.ChangesAsync(account, after, limit, cancellationToken);
    }
}
