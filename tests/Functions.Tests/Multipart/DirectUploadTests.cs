using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Functions.Multipart;
using Magpie.Functions.Tests.Ingest;
using Magpie.Tests.Support;
using Magpie.Uploads;
using Microsoft.Extensions.Logging.Abstractions;

namespace Magpie.Functions.Tests.Multipart;

[Collection(IngestTests.Name)]
public sealed class DirectUploadTests(IngestFixture fixture) : IAsyncDisposable
{
    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());
    private readonly ReceivedFile _file = new(Path.GetTempPath(), 1 << 20, null);

    [Fact]
    public async Task While_the_work_runs_its_follow_up_is_put_off_and_afterwards_there_is_none()
    {
        var isDelivering = new TaskCompletionSource();
        var mayDeliver = new TaskCompletionSource();
        using var worker = new Worker(fixture, delivery: inner => new Interrupted(inner, before: _ =>
        {
            isDelivering.SetResult();
            return mayDeliver.Task;
        }));
        var followUps = await FollowUpsAsync(worker);
        var uploading = UploadAsync(worker, followUps);
        await isDelivering.Task;

        for (var beat = 1; beat <= 3; beat++)
        {
            var postponed = followUps.NextPostponed();
            _time.Advance(TimeSpan.FromSeconds(10));
            await postponed.WaitAsync(TimeSpan.FromSeconds(30));
        }

        mayDeliver.SetResult();
        (await uploading).ShouldBeOfType<DirectUploadResult.Settled>().Asset.State.ShouldBe(AssetState.Ready);
        (followUps.Scheduled, followUps.Cancelled).ShouldBe((1, 1));
        (await fixture.Queues().GetQueueClient($"changes-{worker.Account}").GetPropertiesAsync()).Value.ApproximateMessagesCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_delivery_that_fails_ends_the_asset_and_leaves_no_follow_up()
    {
        using var worker = new Worker(fixture, delivery: inner => new Interrupted(inner, before: _ => throw new IOException("Down.")));
        var followUps = await FollowUpsAsync(worker);

        var asset = (await UploadAsync(worker, followUps)).ShouldBeOfType<DirectUploadResult.Settled>().Asset;

        asset.State.ShouldBe(AssetState.Failed);
        asset.Error.ShouldNotBeNull();
        followUps.Cancelled.ShouldBe(1);
    }

    [Fact]
    public async Task Work_that_is_cancelled_ends_the_asset_too()
    {
        using var stop = new CancellationTokenSource();
        using var worker = new Worker(fixture, delivery: inner => new Interrupted(inner, before: async _ =>
        {
            await stop.CancelAsync();
            stop.Token.ThrowIfCancellationRequested();
        }));
        var followUps = await FollowUpsAsync(worker);

        await Should.ThrowAsync<OperationCanceledException>(() => UploadAsync(worker, followUps, stop.Token));

        var assets = (await worker.Catalogue.ListAsync(worker.Account, new AssetFilter(), default)).Assets;
        assets.ShouldHaveSingleItem().State.ShouldBe(AssetState.Failed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task While_it_is_not_known_that_the_asset_is_settled_the_follow_up_stays(int request)
    {
        using var mortal = new Worker(fixture, mortality: new Mortality(request, carriedOut: true));
        var followUps = await FollowUpsAsync(mortal);

        await Should.ThrowAsync<Exception>(() => UploadAsync(mortal, followUps));

        using var next = new Worker(fixture, mortal.Account);
        var assets = (await next.Catalogue.ListAsync(next.Account, new AssetFilter(), default)).Assets;
        assets.ShouldHaveSingleItem().State.ShouldBe(AssetState.Received);
        (followUps.Scheduled, followUps.Cancelled).ShouldBe((1, 0));
    }

    public async ValueTask DisposeAsync() => await _file.DisposeAsync();

    private async Task<DirectUploadResult> UploadAsync(Worker worker, Beats followUps, CancellationToken cancellationToken = default)
    {
        await _file.AppendAsync(Photos.Sideways, default);
        var direct = new DirectUpload(
            worker.Catalogue, followUps, worker.Ingestor, new UploadRules(new UploadOptions()), _time, NullLogger<DirectUpload>.Instance);
        return await direct.AcceptAsync(
            new Caller("key", worker.Account, CredentialKind.Secret),
            new UploadFile { Name = "nest.jpg", ContentType = "image/jpeg", Size = Photos.Sideways.Length },
            _file,
            cancellationToken);
    }

    private async Task<Beats> FollowUpsAsync(Worker worker)
    {
        var queue = fixture.Queues().GetQueueClient($"changes-{worker.Account}");
        await queue.CreateIfNotExistsAsync();
        return new Beats(new QueueFollowUps(queue));
    }

    /// <summary>The real queue, and what was asked of it.</summary>
    private sealed class Beats(IAssetFollowUps inner) : IAssetFollowUps
    {
        private TaskCompletionSource _postponed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Scheduled { get; private set; }

        public int Cancelled { get; private set; }

        public Task NextPostponed() => (_postponed = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public Task<object> ScheduleAsync(FollowUp followUp, CancellationToken cancellationToken)
        {
            Scheduled++;
            return inner.ScheduleAsync(followUp, cancellationToken);
        }

        public async Task<object> PostponeAsync(object scheduled, CancellationToken cancellationToken)
        {
            var next = await inner.PostponeAsync(scheduled, cancellationToken);
            _postponed.TrySetResult();
            return next;
        }

        public Task CancelAsync(object scheduled, CancellationToken cancellationToken)
        {
            Cancelled++;
            return inner.CancelAsync(scheduled, cancellationToken);
        }
    }
}
