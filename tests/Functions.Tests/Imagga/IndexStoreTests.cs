using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Magpie.Functions.Imagga.Indexes;
using Magpie.Indexes;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Imagga;

public sealed class IndexStoreTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>
{
    private readonly IndexName _index = new("i" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal), "categories-test", "a/b ? 犬");

    [Fact]
    public async Task What_is_saved_is_found_after_a_training_and_what_is_deleted_is_gone_after_the_next()
    {
        var store = Store();
        await store.SaveAsync(_index, [Vector("one"), Vector("two"), Vector("one", "anna")], default);
        (await store.LoadAsync(_index, default)).ShouldBeNull();

        (await store.TrainAsync(_index, default)).ShouldBeNull();
        var trained = (await store.LoadAsync(_index, default)).ShouldNotBeNull();
        trained.Vectors.Count.ShouldBe(3);

        (await store.DeleteAsync(_index, "", "one", default)).ShouldBeTrue();
        (await store.DeleteAsync(_index, "", "one", default)).ShouldBeFalse();
        (await store.DeleteGroupAsync(_index, "anna", default)).ShouldBeTrue();
        (await store.DeleteGroupAsync(_index, "anna", default)).ShouldBeFalse();
        (await store.LoadAsync(_index, default)).ShouldBeSameAs(trained);

        (await store.TrainAsync(_index, default)).ShouldBeNull();
        (await store.LoadAsync(_index, default))!.Vectors.Select(vector => vector.Id).ShouldBe(["two"]);
    }

    [Fact]
    public async Task A_training_on_one_instance_is_seen_by_the_next_search_on_another()
    {
        var (one, another) = (Store(), Store());
        await one.SaveAsync(_index, [Vector("one")], default);
        await one.TrainAsync(_index, default);
        (await another.LoadAsync(_index, default))!.Vectors.Count.ShouldBe(1);

        await one.SaveAsync(_index, [Vector("two")], default);
        await one.TrainAsync(_index, default);
        (await another.LoadAsync(_index, default))!.Vectors.Count.ShouldBe(2);

        (await one.DeleteAsync(_index, default)).ShouldBeTrue();
        (await another.LoadAsync(_index, default)).ShouldBeNull();
        (await one.DeleteAsync(_index, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Trainings_at_once_all_end_and_leave_everything_that_was_saved_before_them()
    {
        var store = Store();
        await store.SaveAsync(_index, Enumerable.Range(0, 250).Select(i => Vector($"entry {i}")), default);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => store.TrainAsync(_index, default)));
        (await store.LoadAsync(_index, default))!.Vectors.Count.ShouldBe(250);
    }

    [Fact]
    public async Task An_empty_index_cannot_be_trained_and_says_so_and_a_damaged_one_is_as_one_that_was_not()
    {
        var store = Store();
        (await store.TrainAsync(_index, default)).ShouldNotBeNull().ShouldContain("nothing in the index");

        await store.SaveAsync(_index, [Vector("one")], default);
        await store.TrainAsync(_index, default);
        await Blobs().GetBlobClient(_index.Partition).UploadAsync(BinaryData.FromString("damaged"), overwrite: true);
        (await store.LoadAsync(_index, default)).ShouldBeNull();
        (await store.TrainAsync(_index, default)).ShouldBeNull();
        (await store.LoadAsync(_index, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Searches_at_once_of_an_index_that_nobody_has_read_yet_fetch_it_once()
    {
        await Store().SaveAsync(_index, [Vector("one")], default);
        await Store().TrainAsync(_index, default);
        var transfers = new Transfers();
        var options = new BlobClientOptions();
        options.AddPolicy(transfers, HttpPipelinePosition.PerRetry);
        var store = Store(new BlobServiceClient(fixture.Storage.ConnectionString, options).GetBlobContainerClient(IndexStore.Container));

        var found = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => store.LoadAsync(_index, default)));

        found.Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        transfers.Bodies.ShouldBe(1);

        await Store().SaveAsync(_index, [Vector("two")], default);
        await Store().TrainAsync(_index, default);
        found = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => store.LoadAsync(_index, default)));
        found.ShouldAllBe(index => index!.Vectors.Count == 2);
        transfers.Bodies.ShouldBe(2);
    }

    private static IndexedVector Vector(string id, string group = "") => new(id, group, "test@1.0.0", new[] { 0.6f, 0.8f });

    private BlobContainerClient Blobs() => fixture.App.Services.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(IndexStore.Container);

    /// <summary>As an instance of its own has it.</summary>
    private IndexStore Store(BlobContainerClient? blobs = null) => new(
        fixture.App.Services.GetRequiredService<TableServiceClient>().GetTableClient(IndexStore.Table), blobs ?? Blobs(), new IndexCache(), TimeProvider.System);

    /// <summary>Counts the answers that a whole index comes with.</summary>
    private sealed class Transfers : HttpPipelinePolicy
    {
        private int _bodies;

        public int Bodies => _bodies;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            if (message.Request.Method == RequestMethod.Get && message.Response.Status is 200 or 206)
            {
                Interlocked.Increment(ref _bodies);
            }
        }
    }
}
