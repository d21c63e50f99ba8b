using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Ingest;

namespace Magpie.Functions.Tests.Ingest;

[Collection(IngestTests.Name)]
public sealed class TurnTests(IngestFixture fixture)
{
    [Fact]
    public async Task A_trigger_that_fires_again_during_a_delivery_does_not_deliver_a_second_time()
    {
        SlowDelivery? slow = null;
        using var worker = new Worker(fixture, delivery: real => slow = new SlowDelivery(real));
        var asset = await worker.UploadAsync(Photos.Sideways);

        var first = worker.IngestAsync(asset);
        await slow!.Begun.WaitAsync(TimeSpan.FromSeconds(30));
        var again = worker.IngestAsync(asset);
        slow.GoOn();

        (await first, await again).ShouldBe((IngestOutcome.Ready, IngestOutcome.AlreadySettled));
        slow.Deliveries.ShouldBe(1);
    }

    [Fact]
    public async Task Who_waits_for_a_delivery_that_fails_tries_it_himself()
    {
        SlowDelivery? slow = null;
        using var worker = new Worker(fixture, delivery: real => slow = new SlowDelivery(real) { FailsFirst = true });
        var asset = await worker.UploadAsync(Photos.Sideways);

        var first = worker.IngestAsync(asset);
        await slow!.Begun.WaitAsync(TimeSpan.FromSeconds(30));
        var again = worker.IngestAsync(asset);
        slow.GoOn();

        await Should.ThrowAsync<IngestException>(() => first);
        (await again).ShouldBe(IngestOutcome.Ready);
        slow.Deliveries.ShouldBe(2);
    }

    [Fact]
    public async Task Who_waits_for_a_delivery_can_be_cancelled()
    {
        SlowDelivery? slow = null;
        using var worker = new Worker(fixture, delivery: real => slow = new SlowDelivery(real));
        var asset = await worker.UploadAsync(Photos.Sideways);
        using var cancel = new CancellationTokenSource();

        var first = worker.IngestAsync(asset);
        await slow!.Begun.WaitAsync(TimeSpan.FromSeconds(30));
        var again = worker.Ingestor.IngestAsync(worker.Account, asset.Id, cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => again);
        slow.GoOn();
        (await first).ShouldBe(IngestOutcome.Ready);
    }

    /// <summary>Real delivery that waits until it is told to go on.</summary>
    private sealed class SlowDelivery(IDelivery real) : IDelivery
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _deliveries;

        public bool FailsFirst { get; init; }

        public Task Begun => _begun.Task;

        public int Deliveries => _deliveries;

        public string Name => real.Name;

        public DeliveryError? Problem => real.Problem;

        public void GoOn() => _goOn.TrySetResult();

        public async Task<DeliveryResult> DeliverAsync(DeliveryRequest request, CancellationToken cancellationToken)
        {
            var number = Interlocked.Increment(ref _deliveries);
            _begun.TrySetResult();
            await _goOn.Task.WaitAsync(cancellationToken);
            return FailsFirst && number == 1
                ? new DeliveryFailed(new DeliveryError(DeliveryErrorCodes.Unavailable, "Not now.", Transient: true))
                : await real.DeliverAsync(request, cancellationToken);
        }

        public Task<DeliveryError?> UpdateAsync(DeliveryUpdate update, CancellationToken cancellationToken) => real.UpdateAsync(update, cancellationToken);

        public Task<DeliveryError?> DeleteAsync(string assetId, MediaType type, CancellationToken cancellationToken) =>
            real.DeleteAsync(assetId, type, cancellationToken);
    }
}
