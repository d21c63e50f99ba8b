using System.Diagnostics;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Magpie.Functions.Assets;
using Magpie.Functions.Search;
using Magpie.Search;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Magpie.Bench.Search;

/// <summary>The parts of search in this process, over the storage that the app uses: what is measured without HTTP around it.</summary>
internal sealed class SearchStack
{
    private readonly string _connectionString;
    private readonly string _account;
    private readonly TableSearchFeed _feed;
    private readonly BlobSnapshotStore _snapshots;
    private readonly IOptions<SearchOptions> _options = Options.Create(new SearchOptions());

    public SearchStack(string connectionString, string account)
    {
        (_connectionString, _account) = (connectionString, account);
        Assets = new TableClient(connectionString, AssetServices.AssetsTable);
        Tags = new TableClient(connectionString, AssetServices.TagsTable);
        _feed = new TableSearchFeed(Assets, TimeProvider.System);
        _snapshots = new BlobSnapshotStore(new BlobContainerClient(connectionString, BlobSnapshotStore.Container));
    }

    public TableClient Assets { get; }

    public TableClient Tags { get; }

    /// <summary>Builds the account's snapshot and answers how long it took.</summary>
    public async Task<TimeSpan> BuildAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await new SnapshotBuilder(_feed, _snapshots, _options, TimeProvider.System, NullLogger<SnapshotBuilder>.Instance).BuildAsync(_account, null, cancellationToken);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Reads the snapshot, checks it, and answers how long that took.</summary>
    public async Task<(Snapshot Snapshot, TimeSpan Elapsed)> LoadAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var snapshot = (await _snapshots.FindAsync(_account, cancellationToken))?.Snapshot ?? throw new InvalidOperationException("There is no snapshot.");
        var bytes = await _snapshots.ReadAsync(_account, snapshot, cancellationToken) ?? throw new InvalidOperationException("The snapshot is gone.");
        var index = PackedIndex.Open(bytes) ?? throw new InvalidOperationException("The snapshot is damaged.");
        return index.Count == snapshot.Assets ? (snapshot, Stopwatch.GetElapsedTime(started)) : throw new InvalidOperationException("The snapshot is short.");
    }

    /// <summary>What the storage alone takes for the reads that every search begins with, one of a row that is not there in each partition: milliseconds.</summary>
    public async Task<double> ProbeAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, AssetKeys.Shards).Select(shard => Assets.GetEntityIfExistsAsync<TableEntity>(
            AssetKeys.Partition(_account, shard), AssetKeys.Change(long.MaxValue / 2), cancellationToken: cancellationToken)));
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>
    /// Table requests that a tag query waits for where there is no snapshot: the first one on an instance, which has the newest assets read first, and any other.
    /// </summary>
    public async Task<(int First, int Other, int Hits)> ReadsWithoutSnapshotAsync(string tag, CancellationToken cancellationToken)
    {
        using CountedRequests lists = new(), changes = new();
        var searcher = WithoutSnapshot(lists, changes);
        var query = new SearchQuery { Filter = new SearchFilter { AllTags = [tag] } };
        await searcher.SearchAsync(_account, query, cancellationToken);
        var (first, before) = (lists.Count + changes.Count, lists.Count);
        var found = await searcher.SearchAsync(_account, query, cancellationToken);
        return (first, lists.Count - before, ((SearchResult.Found)found).Page.Hits.Count);
    }

    private Searcher WithoutSnapshot(CountedRequests lists, CountedRequests changes)
    {
        var (listed, changed) = (new TableClientOptions { Transport = lists.Transport() }, new TableClientOptions { Transport = changes.Transport() });
        var feed = new TableSearchFeed(new TableClient(_connectionString, AssetServices.AssetsTable, changed), TimeProvider.System);
        var none = new BlobSnapshotStore(new BlobServiceClient(_connectionString).GetBlobContainerClient("none"));
        var loader = new IndexLoader(feed, none, _options, NullLogger<IndexLoader>.Instance);
        var indexes = new AccountIndexes(loader, none, new NoRequests(), _options, TimeProvider.System, NullLogger<AccountIndexes>.Instance);
#pragma warning disable RS0030 // Jitter of the bench's own requests.
        var catalogue = new TableCatalogue(
            new TableClient(_connectionString, AssetServices.AssetsTable, listed),
            new TableClient(_connectionString, AssetServices.TagsTable, listed),
            new AssetChanges(TimeProvider.System),
            Random.Shared,
            TimeProvider.System,
            NullLogger<TableCatalogue>.Instance);
#pragma warning restore RS0030
        return new Searcher(indexes, feed, catalogue, static (_, _) => []);
    }

    private sealed class NoRequests : ISnapshotRequests
    {
        public Task RequestAsync(string account, string? damaged, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
