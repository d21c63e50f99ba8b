using Magpie.Assets;
using Magpie.Core.Tests.Tagging;
using Magpie.Delivery;
using Magpie.Ingest;

namespace Magpie.Functions.Tests.Ingest;

[Collection(IngestTests.Name)]
public sealed class RepeatTests(IngestFixture fixture) : IDisposable
{
    private readonly TinyPack _packs = new();

    [Fact]
    public async Task What_nobody_reserved_is_deleted()
    {
        using var worker = new Worker(fixture);
        var reserved = await worker.ReserveAsync(Photos.Sideways);
        var stray = reserved with { Id = AssetId.New(TimeProvider.System) };
        await worker.WriteAsync(stray.Id, Photos.Sideways);

        (await worker.IngestAsync(stray)).ShouldBe(IngestOutcome.Unreserved);

        (await worker.HasArrivedAsync(stray)).ShouldBeFalse();
        (await worker.ServedAsync(stray)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_written_after_an_asset_is_ready_changes_nothing_and_is_deleted()
    {
        using var worker = new Worker(fixture);
        var ready = await worker.SettleAsync(Photos.Sideways);
        await worker.WriteAsync(ready.Id, Photos.Solid(8, 8));

        (await worker.IngestAsync(ready)).ShouldBe(IngestOutcome.AlreadySettled);

        (await worker.FindAsync(ready)).ShouldBeEquivalentTo(ready);
        (await worker.HasArrivedAsync(ready)).ShouldBeFalse();
        (await worker.Media.Blob(ready.Id, MediaNames.Original).DownloadContentAsync()).Value.Content.ToArray().ShouldBe(Photos.Sideways);
        (await worker.CountsAsync())["nest"].ShouldBe(1);
    }

    [Fact]
    public async Task Of_eight_runs_at_once_one_commits_and_the_tags_are_counted_once()
    {
        _packs.Add();
        using var one = new Worker(fixture, models: _packs.Root);
        using var other = new Worker(fixture, one.Account, _packs.Root);
        var asset = await one.UploadAsync(Photos.Sideways);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => OutcomeAsync(i % 2 == 0 ? one : other, asset)));

        outcomes.Count(outcome => outcome == IngestOutcome.Ready).ShouldBe(1);
        (await one.IngestAsync(asset)).ShouldBe(IngestOutcome.AlreadySettled);
        (await one.CountsAsync()).ShouldBe(new Dictionary<string, long> { ["nest"] = 1, ["red"] = 1, ["spring"] = 1 }, ignoreOrder: true);
        (await one.TaggedAsync("nest")).ShouldBe([asset.Id]);
        (await one.ServedAsync(asset)).ShouldBe(MediaNames.All);
        (await one.HasArrivedAsync(asset)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_asset_deleted_while_it_is_worked_on_stays_deleted_and_nothing_of_it_is_served()
    {
        using var bystander = new Worker(fixture);
        using var worker = new Worker(fixture, bystander.Account, delivery: inner => new Interrupted(inner, before: null, after: async request =>
        {
            var read = (await bystander.Catalogue.FindAsync(request.Account, request.AssetId, default)).ShouldNotBeNull();
            (await bystander.Catalogue.TryReplaceAsync(read, read.Asset with { State = AssetState.Deleted }, null, default)).ShouldNotBeNull();
        }));
        var asset = await worker.UploadAsync(Photos.Sideways);

        (await worker.IngestAsync(asset)).ShouldBe(IngestOutcome.AlreadySettled);

        (await worker.FindAsync(asset)).State.ShouldBe(AssetState.Deleted);
        (await worker.ServedAsync(asset)).ShouldBeEmpty();
        (await worker.HasArrivedAsync(asset)).ShouldBeFalse();
        (await worker.CountsAsync()).ShouldBeEmpty();
        (await worker.TaggedAsync("nest")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_title_changed_while_the_asset_is_worked_on_is_kept_by_the_next_try()
    {
        using var bystander = new Worker(fixture);
        var asked = false;
        using var worker = new Worker(fixture, bystander.Account, delivery: inner => new Interrupted(inner, before: async request =>
        {
            if (!asked)
            {
                asked = true;
                var read = (await bystander.Catalogue.FindAsync(request.Account, request.AssetId, default)).ShouldNotBeNull();
                await bystander.Catalogue.TryReplaceAsync(read, read.Asset with { Title = "Nest of eagles" }, null, default);
            }
        }));
        var asset = await worker.UploadAsync(Photos.Sideways);

        await Should.ThrowAsync<IngestException>(() => worker.IngestAsync(asset));
        (await worker.IngestAsync(asset)).ShouldBe(IngestOutcome.Ready);

        var ready = await worker.FindAsync(asset);
        (ready.State, ready.Title, ready.Error).ShouldBe((AssetState.Ready, "Nest of eagles", null));
    }

    [Fact]
    public async Task A_file_written_again_while_it_is_delivered_is_never_mixed()
    {
        using var bystander = new Worker(fixture);
        var asked = false;
        using var worker = new Worker(fixture, bystander.Account, delivery: inner => new Interrupted(inner, before: async request =>
        {
            if (!asked)
            {
                asked = true;
                await bystander.WriteAsync(request.AssetId, Other);
            }
        }));
        var asset = await worker.UploadAsync(Photos.Sideways);

        await Should.ThrowAsync<IngestException>(() => worker.IngestAsync(asset));
        (await worker.FindAsync(asset)).State.ShouldBe(AssetState.Received);
        (await worker.IngestAsync(asset)).ShouldBe(IngestOutcome.Ready);

        var served = (await worker.Media.Blob(asset.Id, MediaNames.Original).DownloadContentAsync()).Value.Content.ToArray();
        served.ShouldBe(Other);
        (await worker.FindAsync(asset)).Sha256.ShouldBe(Delivery.DeliveryFixture.Sha256(served));
    }

    [Fact]
    public async Task Bytes_that_vanish_before_they_were_processed_fail_the_asset_after_the_last_try()
    {
        using var worker = new Worker(fixture);
        var asset = await worker.ReserveAsync(Photos.Sideways);

        await Should.ThrowAsync<IngestException>(() => worker.IngestAsync(asset));
        await worker.Ingestor.GiveUpAsync(worker.Account, asset.Id, default);

        var failed = await worker.FindAsync(asset);
        failed.State.ShouldBe(AssetState.Failed);
        failed.Error.ShouldNotBeNull();
    }

    public void Dispose() => _packs.Dispose();

    /// <summary>As long as <see cref="Photos.Sideways"/>, of another camera.</summary>
    private static byte[] Other
    {
        get
        {
            var other = (byte[])Photos.Sideways.Clone();
            other[other.AsSpan().IndexOf("R5"u8) + 1] = (byte)'6';
            return other;
        }
    }

    private static async Task<IngestOutcome?> OutcomeAsync(Worker worker, Asset asset)
    {
        try
        {
            return await worker.IngestAsync(asset);
        }
        catch (IngestException)
        {
            // The host would call again.
            return null;
        }
    }
}

/// <summary>Delivery during which something else happens.</summary>
internal sealed class Interrupted(
    IDelivery inner, Func<DeliveryRequest, Task>? before = null, Func<DeliveryRequest, Task>? after = null) : IDelivery
{
    public string Name => inner.Name;

    public DeliveryError? Problem => inner.Problem;

    public async Task<DeliveryResult> DeliverAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        await (before?.Invoke(request) ?? Task.CompletedTask);
        var result = await inner.DeliverAsync(request, cancellationToken);
        await (after?.Invoke(request) ?? Task.CompletedTask);
        return result;
    }

    public Task<DeliveryError?> UpdateAsync(DeliveryUpdate update, CancellationToken cancellationToken) => inner.UpdateAsync(update, cancellationToken);

    public Task<DeliveryError?> DeleteAsync(string assetId, MediaType type, CancellationToken cancellationToken) =>
        inner.DeleteAsync(assetId, type, cancellationToken);
}
