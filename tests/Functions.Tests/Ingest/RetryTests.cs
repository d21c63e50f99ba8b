using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Functions.Ingest;
using Magpie.Ingest;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Tests.Ingest;

[Collection(IngestTests.Name)]
public sealed class RetryTests(IngestFixture fixture)
{
    [Fact]
    public async Task An_asset_that_failed_becomes_ready_when_the_reason_is_gone()
    {
        using var worker = new Worker(fixture);
        var asset = await FailedAsync(worker);

        (await worker.Ingestor.RetryAsync(worker.Account, asset.Id, default)).ShouldBe(IngestOutcome.Ready);

        var ready = await worker.FindAsync(asset);
        (ready.State, ready.Error).ShouldBe((AssetState.Ready, null));
        (await worker.HasArrivedAsync(asset)).ShouldBeFalse();
        (await worker.CountsAsync())["nest"].ShouldBe(1);
    }

    [Fact]
    public async Task An_asset_that_failed_stays_so_until_somebody_has_it_tried_again()
    {
        using var worker = new Worker(fixture);
        var asset = await FailedAsync(worker);

        (await worker.IngestAsync(asset)).ShouldBe(IngestOutcome.AlreadySettled);

        (await worker.FindAsync(asset)).State.ShouldBe(AssetState.Failed);
        (await worker.HasArrivedAsync(asset)).ShouldBeTrue();
    }

    [Fact]
    public async Task Word_of_earlier_tries_that_comes_late_does_not_end_a_retry_that_works()
    {
        using var worker = new Worker(fixture);
        var asset = await FailedAsync(worker);
        using var retrying = new Worker(
            fixture, worker.Account, delivery: inner => new Interrupted(inner, after: _ => worker.Ingestor.GiveUpAsync(worker.Account, asset.Id, default)));

        // The message comes again.
        await Should.ThrowAsync<IngestException>(() => retrying.Ingestor.RetryAsync(worker.Account, asset.Id, default));
        (await worker.Ingestor.RetryAsync(worker.Account, asset.Id, default)).ShouldBe(IngestOutcome.Ready);

        (await worker.FindAsync(asset)).State.ShouldBe(AssetState.Ready);
        (await worker.HasArrivedAsync(asset)).ShouldBeFalse();
    }

    [Fact]
    public async Task One_whose_bytes_are_gone_stays_failed_with_its_reason()
    {
        using var worker = new Worker(fixture);
        var asset = await worker.ReserveAsync(Photos.Sideways);
        await worker.Ingestor.GiveUpAsync(worker.Account, asset.Id, default);

        (await worker.Ingestor.RetryAsync(worker.Account, asset.Id, default)).ShouldBe(IngestOutcome.AlreadySettled);

        (await worker.FindAsync(asset)).Error.ShouldNotBeNull();
    }

    [Fact]
    public async Task One_that_is_ready_is_left_alone()
    {
        using var worker = new Worker(fixture);
        var ready = await worker.SettleAsync(Photos.Sideways);

        (await worker.Ingestor.RetryAsync(worker.Account, ready.Id, default)).ShouldBe(IngestOutcome.AlreadySettled);

        (await worker.FindAsync(ready)).ShouldBeEquivalentTo(ready);
    }

    [Theory]
    [InlineData(DeliveryErrorCodes.Unavailable, 0, true)]
    [InlineData(DeliveryErrorCodes.Throttled, OutageRetries.Most - 1, true)]
    [InlineData(DeliveryErrorCodes.Unavailable, OutageRetries.Most, false)]
    [InlineData(DeliveryErrorCodes.Unauthorized, 0, false)]
    public async Task What_failed_while_the_delivery_service_was_away_is_tried_again_later_and_not_for_ever(string code, int made, bool again)
    {
        using var worker = new Worker(fixture);
        var asset = await worker.ReserveAsync(Photos.Sideways);
        var read = (await worker.Catalogue.FindAsync(worker.Account, asset.Id, default)).ShouldNotBeNull();
        await worker.Catalogue.TryReplaceAsync(
            read, asset with { State = AssetState.Failed, Error = new AssetError(code, "The delivery service is away.") }, null, default);
        var queue = fixture.Queues().GetQueueClient($"retries-{worker.Account}");
        await queue.CreateIfNotExistsAsync();

        await new OutageRetries(worker.Catalogue, new RetryQueue(queue), Options.Create(new IngestOptions())).ScheduleAsync(worker.Account, asset.Id, made, default);

        (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount.ShouldBe(again ? 1 : 0);
        (await queue.ReceiveMessagesAsync(1)).Value.ShouldBeEmpty();
    }

    private async Task<Asset> FailedAsync(Worker worker)
    {
        using var broken = new Worker(fixture, worker.Account, delivery: inner => new Interrupted(inner, before: _ => throw new IOException("Down.")));
        var asset = await broken.UploadAsync(Photos.Sideways);
        await Should.ThrowAsync<IngestException>(() => broken.IngestAsync(asset));
        await broken.Ingestor.GiveUpAsync(worker.Account, asset.Id, default);
        (await worker.FindAsync(asset)).State.ShouldBe(AssetState.Failed);
        return asset;
    }
}
