using Magpie.Search;

namespace Magpie.Functions.Tests.Search;

/// <summary>Counts how often storage is asked what changed.</summary>
internal sealed class CountedFeed(ISearchFeed inner) : ISearchFeed
{
    private int _asked;

    public int Asked => Volatile.Read(ref _asked);

    public Task<FeedPosition> PositionAsync(string account, CancellationToken cancellationToken) => inner.PositionAsync(account, cancellationToken);

    public Task<bool> HasMoreThanAsync(string account, int assets, CancellationToken cancellationToken) =>
        inner.HasMoreThanAsync(account, assets, cancellationToken);

    public Task<FeedChanges?> ChangesAsync(string account, FeedPosition after, int limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return inner.ChangesAsync(account, after, limit, cancellationToken);
    }

    public Task<IReadOnlyList<IndexedAsset>> ReadAsync(string account, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        inner.ReadAsync(account, ids, cancellationToken);

    public IAsyncEnumerable<IndexedAsset> ScanAsync(string account, CancellationToken cancellationToken) => inner.ScanAsync(account, cancellationToken);

    public Task ForgetAsync(string account, FeedPosition upTo, DateTimeOffset before, CancellationToken cancellationToken) =>
        inner.ForgetAsync(account, upTo, before, cancellationToken);
}
