using System.Collections.Concurrent;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Functions.Search;
using Magpie.Functions.Tests.Delivery;
using Magpie.Imaging;
using Magpie.Search;
using Magpie.Tagging;
using Magpie.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Magpie.Functions.Tests.Search;

/// <summary>Tables and a container of its own in real storage, and as many instances of the service as a test makes.</summary>
internal sealed class SearchSite
{
    public const string Account = "ann";
    public const string Model = "looks@1.0.0";

    private readonly string _suffix = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6));
    private long _second;

    private readonly string _connectionString;

    private SearchSite(Azurite azurite)
    {
        _connectionString = azurite.ConnectionString;
        var tables = new TableServiceClient(azurite.ConnectionString);
        (Assets, Tags) = (tables.GetTableClient("assets" + _suffix), tables.GetTableClient("tags" + _suffix));
        Readers = tables.GetTableClient("searchers" + _suffix);
        Snapshots = new BlobContainerClient(azurite.ConnectionString, "search" + _suffix);
        Feed = new TableSearchFeed(Assets, TimeProvider.System, Own);
        Store = new BlobSnapshotStore(Snapshots);
        Catalogue = NewCatalogue(Own);
    }

    public TableClient Assets { get; }

    public TableClient Tags { get; }

    public TableClient Readers { get; }

    public BlobContainerClient Snapshots { get; }

    public OwnChanges Own { get; } = new();

    public TableSearchFeed Feed { get; }

    public BlobSnapshotStore Store { get; }

    public TableCatalogue Catalogue { get; }

    /// <summary>Each search asks what changed, unless a test sets an age.</summary>
    public SearchOptions Options { get; } = new() { MaxAge = TimeSpan.Zero };

    public ConcurrentQueue<(string Account, string? Damaged)> Requests { get; } = new();

    public static async Task<SearchSite> CreateAsync(Azurite azurite)
    {
        var site = new SearchSite(azurite);
        await site.Assets.CreateIfNotExistsAsync();
        await site.Tags.CreateIfNotExistsAsync();
        await site.Readers.CreateIfNotExistsAsync();
        await site.Snapshots.CreateIfNotExistsAsync();
        return site;
    }

    /// <summary>The table of assets by way of a transport.</summary>
    public TableClient Over(HttpPipelineTransport transport) => new(_connectionString, Assets.Name, new TableClientOptions { Transport = transport });

    /// <summary>Another instance's, unless what it writes is known to the feed.</summary>
    public TableCatalogue NewCatalogue(OwnChanges? own = null) => new(
        Assets, Tags, new AssetChanges(TimeProvider.System), DeliveryFixture.Jitter, TimeProvider.System, NullLogger<TableCatalogue>.Instance, own);

    /// <summary>An instance that knows nothing yet.</summary>
    public Searcher NewSearcher(Func<string, bool, IReadOnlyList<string>>? meanings = null, TimeProvider? time = null) =>
        new(NewIndexes(NewReaders(), time), Feed, Catalogue, meanings ?? ((_, _) => []));

    /// <summary>How an instance says that it searches.</summary>
    public TableSearchReaders NewReaders(TimeSpan? lease = null) => new(Readers, lease ?? TableSearchReaders.DefaultLease, TimeProvider.System);

    /// <summary>What an instance has in memory.</summary>
    public AccountIndexes NewIndexes(ISearchReaders readers, TimeProvider? time = null, ISearchFeed? feed = null)
    {
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        var loader = new IndexLoader(feed ?? Feed, Store, options, NullLogger<IndexLoader>.Instance);
        return new(loader, Store, new Requested(Requests), readers, options, time ?? TimeProvider.System, NullLogger<AccountIndexes>.Instance);
    }

    public SnapshotBuilder NewBuilder(ISearchFeed? feed = null, TimeProvider? time = null) => new(
        feed ?? Feed, Store, Microsoft.Extensions.Options.Options.Create(Options), time ?? TimeProvider.System, NullLogger<SnapshotBuilder>.Instance);

    /// <summary>An asset that goes through its states.</summary>
    public async Task<string> AddAsync(
        Func<Asset, Asset> describe, float[]? vector = null, string model = Model, TableCatalogue? by = null, string account = Account)
    {
        // Assets of a test are a second apart, so that the order of equal hits is known.
        var made = new DateTimeOffset(2026, 4, 1, 7, 0, 0, TimeSpan.Zero).AddSeconds(Interlocked.Increment(ref _second));
        var reserved = new Asset
        {
            Id = AssetId.New(new ManualTime(made)),
            Account = account,
            UploadedBy = "key",
            Type = MediaType.Image,
            Name = "file.jpg",
            ContentType = "image/jpeg",
            Bytes = 1000,
            CreatedAt = made,
        };
        var catalogue = by ?? Catalogue;
        await catalogue.ReserveAsync([reserved], default);
        var stored = (await catalogue.FindAsync(account, reserved.Id, default))!;
        stored = (await catalogue.TryReplaceAsync(stored, stored.Asset with { State = AssetState.Received }, null, default))!;
        var described = describe(stored.Asset with { State = AssetState.Ready });
        described = described with { Tags = TagMerge.Merge(described.UserTags, described.MlTags) };
        var embedding = vector is null ? null : new AssetEmbedding(model, vector);
        (await catalogue.TryReplaceAsync(stored, described, embedding, default)).ShouldNotBeNull();
        return reserved.Id;
    }

    /// <summary>Changes an asset and, where one is given, its embedding.</summary>
    public async Task ChangeAsync(string id, Func<Asset, Asset> change, AssetEmbedding? embedding = null)
    {
        var stored = (await Catalogue.FindAsync(Account, id, default))!;
        var next = change(stored.Asset);
        (await Catalogue.TryReplaceAsync(stored, next with { Tags = TagMerge.Merge(next.UserTags, next.MlTags) }, embedding, default)).ShouldNotBeNull();
    }

    public Task DeleteAsync(string id) => ChangeAsync(id, asset => asset with { State = AssetState.Deleted, UserTags = [], MlTags = [] });

    public static Func<Asset, Asset> Tagged(params string[] tags) => asset => asset with { UserTags = tags };

    public static Func<Asset, Asset> Seen(string tag, float confidence, params string[] parents) =>
        asset => asset with { MlTags = [new MlTag(tag, confidence, parents, tag, "test@1.0.0")] };

    public static Func<Asset, Asset> Colored(params (string Hex, double Percent)[] colors) =>
        asset => asset with { Colors = [.. colors.Select(color => new DominantColor(color.Hex, "", color.Percent))] };

    public static async Task<SearchPage> PageAsync(Searcher searcher, SearchQuery query) =>
        (await searcher.SearchAsync(Account, query, default)).ShouldBeOfType<SearchResult.Found>().Page;

    public static async Task<string[]> IdsAsync(Searcher searcher, SearchQuery query) =>
        [.. (await PageAsync(searcher, query)).Hits.Select(hit => hit.Asset.Id)];

    public static Task<string[]> IdsAsync(Searcher searcher, string words) => IdsAsync(searcher, new SearchQuery { Words = words, IsTyping = false });

    private sealed class Requested(ConcurrentQueue<(string, string?)> requests) : ISnapshotRequests
    {
        public Task RequestAsync(string account, string? damaged, CancellationToken cancellationToken)
        {
            requests.Enqueue((account, damaged));
            return Task.CompletedTask;
        }
    }
}
