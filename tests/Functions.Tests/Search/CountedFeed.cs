using System.Runtime.CompilerServices;
using Magpie.Search;

namespace Magpie.Functions.Tests.Search;

/// <summary>Counts how often storage is asked what changed, and holds the answers back while a gate is set.</summary>
internal sealed class CountedFeed(ISearchFeed inner) : ISearchFeed
{
    private int _asked;
    private int _held;
    private int _scans;

    public int Asked => Volatile.Read(ref _asked);

    public Task<FeedPosition> PositionAsync(string account, CancellationToken cancellationToken) => inner.PositionAsync(account, cancellationToken);

    public Task<bool> HasMoreThanAsync(string account, int assets, CancellationToken cancellationToken) =>
        inner.HasMoreThanAsync(account, assets, cancellationToken);

    /// <summary>Answers wait for it.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>How many answers wait.</summary>
    public int Held => Volatile.Read(ref _held);

    public async Task<FeedChanges?> ChangesAsync(string account, FeedPosition after, int limit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        var changes = await inner.ChangesAsync(account, after, limit, cancellationToken);
        if (Gate is { } gate)
        {
            Interlocked.Increment(ref _held);
            await gate.Task;
            Interlocked.Decrement(ref _held);
        }

        return changes;
    }

    public Task<IReadOnlyList<IndexedAsset>> ReadAsync(string account, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        inner.ReadAsync(account, ids, cancellationToken);

    /// <summary>Scans wait for it.</summary>
    public TaskCompletionSource? ScanGate { get; init; }

    public int Scans => Volatile.Read(ref _scans);

    public async IAsyncEnumerable<IndexedAsset> ScanAsync(string account, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _scans);
        await (ScanGate?.Task ?? Task.CompletedTask);
        await foreach (var asset in inner.ScanAsync(account, cancellationToken))
        {
            yield return asset;
        }
    }

    public Task ForgetAsync(string account, FeedPosition upTo, TimeSpan age, CancellationToken cancellationToken) =>
        inner.ForgetAsync(account, upTo, age, cancellationToken);
}
