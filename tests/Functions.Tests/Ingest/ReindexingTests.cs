using Magpie.Assets;

namespace Magpie.Functions.Tests.Ingest;

[Collection(IngestTests.Name)]
public sealed class ReindexingTests(IngestFixture fixture)
{
    [Fact]
    public async Task What_is_changed_while_a_follow_up_writes_the_index_of_an_older_state_is_what_the_index_has()
    {
        using var worker = new Worker(fixture);
        var asset = await worker.SettleAsync(Photos.Sideways);
        (await worker.TaggedAsync("spring")).ShouldBe([asset.Id]);
        var catalogue = new ChangedAfterFirstRead(worker.Catalogue, read => read with { UserTags = ["nest"], Tags = ["nest"], Title = "Eggs" });

        await new AssetFollowUp(catalogue, worker.Delivery, worker.Incoming, worker.Events).RunAsync(new FollowUp(worker.Account, asset.Id, []), default);

        (await worker.FindAsync(asset)).Title.ShouldBe("Eggs");
        (await worker.TaggedAsync("spring")).ShouldBeEmpty();
        (await worker.Catalogue.ListAsync(worker.Account, new AssetFilter { Tags = ["nest"] }, default)).Assets.ShouldHaveSingleItem().Title.ShouldBe("Eggs");
    }

    /// <summary>Somebody else changes the asset, with all that follows, between the first reading of it and what the reader does.</summary>
    private sealed class ChangedAfterFirstRead(ICatalogue inner, Func<Asset, Asset> change) : ICatalogue
    {
        private int _reads;

        public async Task<StoredAsset?> FindAsync(string account, string id, CancellationToken cancellationToken)
        {
            var read = await inner.FindAsync(account, id, cancellationToken);
            if (Interlocked.Increment(ref _reads) == 1)
            {
                (await inner.TryReplaceAsync(read!, change(read!.Asset), null, cancellationToken)).ShouldNotBeNull();
            }

            return read;
        }

        public Task ReserveAsync(IReadOnlyList<Asset> assets, CancellationToken cancellationToken) => inner.ReserveAsync(assets, cancellationToken);

        public Task<StoredAsset?> TryReplaceAsync(StoredAsset read, Asset next, AssetEmbedding? embedding, CancellationToken cancellationToken) =>
            inner.TryReplaceAsync(read, next, embedding, cancellationToken);

        public Task ReindexAsync(Asset asset, CancellationToken cancellationToken) => inner.ReindexAsync(asset, cancellationToken);

        public Task<AssetPage> ListAsync(string account, AssetFilter filter, CancellationToken cancellationToken) => inner.ListAsync(account, filter, cancellationToken);

        public Task<IReadOnlyList<TagCount>> TagsAsync(string account, string prefix, int limit, CancellationToken cancellationToken) =>
            inner.TagsAsync(account, prefix, limit, cancellationToken);
    }
}
