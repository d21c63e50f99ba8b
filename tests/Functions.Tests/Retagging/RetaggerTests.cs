using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Core.Tests.Tagging;
using Magpie.Functions.Assets;
using Magpie.Functions.Retagging;
using Magpie.Functions.Tests.Ingest;
using Magpie.Imaging;
using Magpie.Retagging;
using Magpie.Tagging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Tests.Retagging;

[Collection(IngestTests.Name)]
public sealed class RetaggerTests(IngestFixture fixture) : IDisposable
{
    private readonly TinyPack _packs = new();
    private readonly List<IDisposable> _disposables = [];

    [Fact]
    public async Task A_photo_gets_the_tags_of_the_models_of_now_and_keeps_its_owners()
    {
        using var worker = new Worker(fixture);
        var before = await worker.SettleAsync(Photos.Sideways);
        before.Tagging.ShouldNotBeNull().Status.ShouldBe(TaggingResult.UnavailableStatus);
        _packs.Add();

        var result = await Retagger(worker).RetagAsync(Caller(worker), before.Id, default);

        var tagged = result.ShouldBeOfType<RetagResult.Retagged>().Stored.Asset;
        tagged.Tags.ShouldBe(["nest", "spring", "red"]);
        tagged.Tagging.ShouldNotBeNull().Status.ShouldBe(TaggingResult.Done);
        (await worker.FindAsync(before)).Tags.ShouldBe(tagged.Tags);
        (await worker.CountsAsync())["red"].ShouldBe(1);
        (await worker.TaggedAsync("red")).ShouldBe([before.Id]);
    }

    [Fact]
    public async Task Without_a_model_the_tags_stay_as_they_are()
    {
        _packs.Add();
        using var worker = new Worker(fixture, models: _packs.Root);
        var before = await worker.SettleAsync(Photos.Sideways);
        using var none = new TinyPack();

        (await Retagger(worker, none.Root).RetagAsync(Caller(worker), before.Id, default)).ShouldBeOfType<RetagResult.NoModel>();

        (await worker.FindAsync(before)).ShouldBeEquivalentTo(before);
    }

    [Fact]
    public async Task What_is_not_ready_or_not_the_callers_is_not_tagged()
    {
        _packs.Add();
        using var worker = new Worker(fixture);
        using var other = new Worker(fixture);
        var reserved = await worker.ReserveAsync(Photos.Sideways);

        (await Retagger(worker).RetagAsync(Caller(worker), reserved.Id, default)).ShouldBeOfType<RetagResult.NotTaggable>();
        (await Retagger(worker).RetagAsync(Caller(other), reserved.Id, default)).ShouldBeOfType<RetagResult.NotFound>();
    }

    [Fact]
    public async Task A_job_tags_every_photo_of_the_account_and_tells_how_far_it_is()
    {
        using var worker = new Worker(fixture);
        for (var i = 0; i < 27; i++)
        {
            await worker.SettleAsync(Photos.Sideways);
        }

        _packs.Add();
        var runner = Runner(worker);
        var job = await runner.StartAsync(worker.Account, default);
        (await runner.StartAsync(worker.Account, default)).Ticket.ShouldBe(job.Ticket);

        await runner.RunAsync(worker.Account, job.Ticket, default);
        var half = (await Jobs(worker).FindAsync(worker.Account, job.Ticket, default)).ShouldNotBeNull().Job;
        (half.State, half.Total, half.Done).ShouldBe((RetagJobState.Running, 27, 25));

        await runner.RunAsync(worker.Account, job.Ticket, default);
        await runner.RunAsync(worker.Account, job.Ticket, default);

        var done = (await Jobs(worker).FindAsync(worker.Account, job.Ticket, default)).ShouldNotBeNull().Job;
        (done.State, done.Done, done.Skipped, done.Failed).ShouldBe((RetagJobState.Done, 27, 0, 0));
        done.Model.ShouldNotBeNull().ShouldContain("@");
        done.FinishedAt.ShouldNotBeNull();
        (await worker.CountsAsync())["red"].ShouldBe(27);
        (await runner.StartAsync(worker.Account, default)).Ticket.ShouldNotBe(job.Ticket);
    }

    [Fact]
    public async Task Two_that_work_on_one_page_count_it_once()
    {
        using var worker = new Worker(fixture);
        await worker.SettleAsync(Photos.Sideways);
        _packs.Add();
        var runner = Runner(worker);
        var job = await runner.StartAsync(worker.Account, default);

        await Task.WhenAll(runner.RunAsync(worker.Account, job.Ticket, default), runner.RunAsync(worker.Account, job.Ticket, default));

        (await Jobs(worker).FindAsync(worker.Account, job.Ticket, default)).ShouldNotBeNull().Job.Done.ShouldBe(1);
        (await worker.CountsAsync())["red"].ShouldBe(1);
    }

    [Fact]
    public async Task A_job_given_up_says_so_and_lets_another_begin()
    {
        using var worker = new Worker(fixture);
        var runner = Runner(worker);
        var job = await runner.StartAsync(worker.Account, default);

        await runner.GiveUpAsync(worker.Account, job.Ticket, default);

        (await Jobs(worker).FindAsync(worker.Account, job.Ticket, default)).ShouldNotBeNull().Job.State.ShouldBe(RetagJobState.Failed);
        (await runner.StartAsync(worker.Account, default)).Ticket.ShouldNotBe(job.Ticket);
    }

    public void Dispose()
    {
        _disposables.ForEach(disposable => disposable.Dispose());
        _packs.Dispose();
    }

    private static Caller Caller(Worker worker) => new("key", worker.Account, CredentialKind.Secret);

    private TableRetagJobs Jobs(Worker worker) => new(
        fixture.Tables().GetTableClient(TableRetagJobs.Table), fixture.Queues().GetQueueClient($"retag-{worker.Account}"));

    private RetagRunner Runner(Worker worker)
    {
        fixture.Tables().GetTableClient(TableRetagJobs.Table).CreateIfNotExistsAsync().GetAwaiter().GetResult();
        fixture.Queues().GetQueueClient($"retag-{worker.Account}").CreateIfNotExistsAsync().GetAwaiter().GetResult();
        return new RetagRunner(Jobs(worker), worker.Catalogue, Retagger(worker), TimeProvider.System);
    }

    private Retagger Retagger(Worker worker, string? models = null)
    {
        var options = Options.Create(new TaggingOptions { Folders = models ?? _packs.Root });
        var registry = new PackRegistry(options, NullLogger<PackRegistry>.Instance);
        var tagger = new Tagger(registry, options, TimeProvider.System, NullLogger<Tagger>.Instance);
        _disposables.AddRange([tagger, registry]);
        var followUps = fixture.Queues().GetQueueClient($"changes-{worker.Account}");
        followUps.CreateIfNotExistsAsync().GetAwaiter().GetResult();
        var followUp = new AssetFollowUp(worker.Catalogue, worker.Delivery, worker.Incoming, worker.Events);
        var change = new ReadyAssetChange(
            worker.Catalogue, new QueueFollowUps(followUps), followUp, TimeProvider.System, NullLogger<ReadyAssetChange>.Instance);
        return new Retagger(worker.Catalogue, new MediaPreviews(worker.Media), new ImageDecoder(new ImagingOptions()), tagger, change);
    }
}
