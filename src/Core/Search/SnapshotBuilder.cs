using System.Collections.Concurrent;
using Magpie.Assets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Search;

/// <summary>Builds an account's snapshot from the catalogue and makes it the one that counts. Harmless however often it runs.</summary>
public sealed partial class SnapshotBuilder(
    ISearchFeed feed, ISnapshotStore snapshots, IOptions<SearchOptions> options, TimeProvider time, ILogger<SnapshotBuilder> logger)
{
    private readonly ConcurrentDictionary<string, bool> _building = new(StringComparer.Ordinal);

    /// <summary>Builds one, unless another instance has since it was asked for, or this one is at it: whoever still lacks one then asks again.</summary>
    /// <param name="damaged">Version that must be replaced, whatever its age.</param>
    public async Task BuildAsync(string account, string? damaged, CancellationToken cancellationToken)
    {
        if (!_building.TryAdd(account, true))
        {
            return;
        }

        try
        {
            await BuildOnceAsync(account, damaged, cancellationToken);
        }
        finally
        {
            _building.TryRemove(account, out _);
        }
    }

    private async Task BuildOnceAsync(string account, string? damaged, CancellationToken cancellationToken)
    {
        var current = await snapshots.FindAsync(account, cancellationToken);

        // The position first: what changes during the scan is found among the changes after it.
        var position = await feed.PositionAsync(account, cancellationToken);
        if (current?.Snapshot is { } named && named.Version != damaged && position.Since(named.Position) < options.Value.RebuildAfterOf(named.Assets) / 2)
        {
            return;
        }

        var started = time.GetTimestamp();
        var packer = new IndexPacker();
        await foreach (var asset in feed.ScanAsync(account, cancellationToken))
        {
            packer.Add(IndexEntry.Of(asset), asset.Asset);
        }

        var bytes = packer.Pack();
        var snapshot = new Snapshot(AssetId.New(time), bytes.Length, packer.Count, position);
        if (!await snapshots.TryPublishAsync(account, snapshot, bytes, current, cancellationToken))
        {
            return;
        }

        Log.Built(logger, account, packer.Count, bytes.Length, (long)time.GetElapsedTime(started).TotalMilliseconds);
        await feed.ForgetAsync(account, position, options.Value.KeepChanges, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "A search snapshot of {Account} is built: {Assets} assets, {Bytes} bytes, {Milliseconds} ms")]
        public static partial void Built(ILogger logger, string account, int assets, long bytes, long milliseconds);
    }
}
