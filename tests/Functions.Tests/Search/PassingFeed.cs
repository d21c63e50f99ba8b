using Magpie.Search;

namespace Magpie.Functions.Tests.Search;

/// <summary>Passes every question on; what derives from it answers some of them otherwise.</summary>
internal abstract class PassingFeed(ISearchFeed inner) : ISearchFeed
{
    public virtual Task<FeedPosition> PositionAsync(string account, CancellationToken cancellationToken) => inner.PositionAsync(account, cancellationToken);

    public virtual Task<bool> HasMoreThanAsync(string account, int assets, CancellationToken cancellationToken) =>
        inner.HasMoreThanAsync(account, assets, cancellationToken);

    public virtual Task<FeedChanges?> ChangesAsync(string account, FeedPosition after, int limit, CancellationToken cancellationToken) =>
        inner.ChangesAsync(account, after, limit, cancellationToken);

    public virtual Task<IReadOnlyList<IndexedAsset>> ReadAsync(string account, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        inner.ReadAsync(account, ids, cancellationToken);

    public virtual IAsyncEnumerable<IndexedAsset> ScanAsync(string account, CancellationToken cancellationToken) => inner.ScanAsync(account, cancellationToken);

    public virtual Task ForgetAsync(string account, FeedPosition upTo, DateTimeOffset before, CancellationToken cancellationToken) =>
        inner.ForgetAsync(account, upTo, before, cancellationToken);
}
