using System.Diagnostics;
using System.Runtime.CompilerServices;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Magpie.Functions.Assets;
using Magpie.Functions.Search;
using Magpie.Search;
using Magpie.Tests.Support;
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

    /// <summary>
    /// Table requests that a tag query waits for where there is no snapshot: the first one on an instance, which has the newest assets read meanwhile, and any other.
    /// </summary>
    public async Task<(int First, int Other, int Hits)> ReadsWithoutSnapshotAsync(string tag, CancellationToken cancellationToken)
    {
        using var waitedFor = new SentRequests();
        using var indexes = WithoutSnapshot(waitedFor, out var searcher);
        var query = new SearchQuery { Filter = new SearchFilter { AllTags = [tag] } };
        await searcher.SearchAsync(_account, query, cancellationToken);
        var first = waitedFor.Lines.Count;
        var found = await searcher.SearchAsync(_account, query, cancellationToken);
        return (first, waitedFor.Lines.Count - first, ((SearchResult.Found)found).Page.Hits.Count);
    }

    private AccountIndexes WithoutSnapshot(SentRequests waitedFor, out Searcher searcher)
    {
        var counted = new TableClientOptions { Transport = new HttpClientTransport(waitedFor) };
        var assets = new TableClient(_connectionString, AssetServices.AssetsTable, counted);
        var feed = new BackgroundFeed(new TableSearchFeed(assets, TimeProvider.System), _feed);
        var none = new BlobSnapshotStore(new BlobServiceClient(_connectionString).GetBlobContainerClient("none"));
        var loader = new IndexLoader(feed, none, _options, NullLogger<IndexLoader>.Instance);
        var indexes = new AccountIndexes(loader, none, new NoRequests(), new NoReaders(), _options, TimeProvider.System, NullLogger<AccountIndexes>.Instance);
#pragma warning disable RS0030 // Jitter of the bench's own requests.
        var catalogue = new TableCatalogue(
            assets,
            new TableClient(_connectionString, AssetServices.TagsTable, counted),
            new AssetChanges(TimeProvider.System),
            Random.Shared,
            TimeProvider.System,
            NullLogger<TableCatalogue>.Instance);
#pragma warning restore RS0030
        searcher = new Searcher(indexes, feed, catalogue, static (_, _) => []);
        return indexes;
    }

    /// <summary>
    /// Counts what a search waits for and not what loads the index beside it. Reading the newest assets never ends here, so a query that waited for it would end
    /// with its patience and be seen.
    /// </summary>
    private sealed class BackgroundFeed(TableSearchFeed waitedFor, TableSearchFeed background) : ISearchFeed
    {
        public Task<FeedPosition> PositionAsync(string account, CancellationToken cancellationToken) => background.PositionAsync(account, cancellationToken);

        public Task<bool> HasMoreThanAsync(string account, int assets, CancellationToken cancellationToken) =>
            waitedFor.HasMoreThanAsync(account, assets, cancellationToken);

        public Task<FeedChanges?> ChangesAsync(string account, FeedPosition after, int limit, CancellationToken cancellationToken) =>
            background.ChangesAsync(account, after, limit, cancellationToken);

        public Task<IReadOnlyList<IndexedAsset>> ReadAsync(string account, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
            background.ReadAsync(account, ids, cancellationToken);

        public async IAsyncEnumerable<IndexedAsset> ScanAsync(string account, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            // Ends with the bench and never before: what is answered cannot have waited for it.
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            yield break;
        }

        public Task ForgetAsync(string account, FeedPosition upTo, TimeSpan age, CancellationToken cancellationToken) =>
            background.ForgetAsync(account, upTo, age, cancellationToken);
    }

    private sealed class NoReaders : ISearchReaders
    {
        public TimeSpan Lease => TimeSpan.FromMinutes(5);

        public Task AnnounceAsync(string account, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<bool> HasOthersAsync(string account, CancellationToken cancellationToken) => Task.FromResult(false);
    }

    private sealed class NoRequests : ISnapshotRequests
    {
        public Task RequestAsync(string account, string? damaged, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
