using Magpie.Core.Tests.Tagging;
using Magpie.Functions.Tests.Ingest;
using Magpie.Retagging;
using Magpie.Tagging;

namespace Magpie.Functions.Tests.Retagging;

[Collection(IngestTests.Name)]
public sealed class RetaggerTests(IngestFixture fixture) : IDisposable
{
    private readonly TinyPack _packs = new();
    private readonly RetagBench _bench = new(fixture);

    [Fact]
    public async Task A_photo_gets_the_tags_of_the_models_of_now_and_keeps_its_owners()
    {
        using var worker = new Worker(fixture);
        var before = await worker.SettleAsync(Photos.Sideways);
        before.Tagging.ShouldNotBeNull().Status.ShouldBe(TaggingResult.UnavailableStatus);
        _packs.Add();

        var result = await _bench.Retagger(worker, _packs.Root).RetagAsync(RetagBench.Caller(worker), before.Id, default);

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

        (await _bench.Retagger(worker, none.Root).RetagAsync(RetagBench.Caller(worker), before.Id, default)).ShouldBeOfType<RetagResult.NoModel>();

        (await worker.FindAsync(before)).ShouldBeEquivalentTo(before);
    }

    [Fact]
    public async Task What_is_not_ready_or_not_the_callers_is_not_tagged()
    {
        _packs.Add();
        using var worker = new Worker(fixture);
        using var other = new Worker(fixture);
        var reserved = await worker.ReserveAsync(Photos.Sideways);

        (await _bench.Retagger(worker, _packs.Root).RetagAsync(RetagBench.Caller(worker), reserved.Id, default)).ShouldBeOfType<RetagResult.NotTaggable>();
        (await _bench.Retagger(worker, _packs.Root).RetagAsync(RetagBench.Caller(other), reserved.Id, default)).ShouldBeOfType<RetagResult.NotFound>();
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
        var runner = _bench.Runner(worker, _packs.Root);
        var job = await runner.StartAsync(worker.Account, default);
        (await runner.StartAsync(worker.Account, default)).Ticket.ShouldBe(job.Ticket);

        await runner.RunAsync(worker.Account, job.Ticket, default);
        var half = (await _bench.Jobs(worker).FindAsync(worker.Account, job.Ticket, default)).ShouldNotBeNull().Job;
        (half.State, half.Total, half.Done).ShouldBe((RetagJobState.Running, 27, 25));

        await runner.RunAsync(worker.Account, job.Ticket, default);
        await runner.RunAsync(worker.Account, job.Ticket, default);

        var done = (await _bench.Jobs(worker).FindAsync(worker.Account, job.Ticket, default)).ShouldNotBeNull().Job;
        (done.State, done.Done, done.Skipped, done.Failed).ShouldBe((RetagJobState.Done, 27, 0, 0));
        done.Model.ShouldNotBeNull().ShouldContain("@");
        done.FinishedAt.ShouldNotBeNull();
        (await worker.CountsAsync())["red"].ShouldBe(27);
        (await runner.StartAsync(worker.Account, default)).Ticket.ShouldNotBe(job.Ticket);
    }

    [Fact]
    public async Task An_asset_that_throws_counts_as_failed_and_does_not_hold_up_the_others()
    {
        using var worker = new Worker(fixture);
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await worker.SettleAsync(Photos.Sideways)).Id);
        }

        _packs.Add();
        var runner = _bench.Runner(worker, _packs.Root, stored => new BrokenPreviews(stored, ids[1]));
        var job = await runner.StartAsync(worker.Account, default);

        await runner.RunAsync(worker.Account, job.Ticket, default);

        var done = (await _bench.Jobs(worker).FindAsync(worker.Account, job.Ticket, default)).ShouldNotBeNull().Job;
        (done.State, done.Total, done.Done, done.Skipped, done.Failed).ShouldBe((RetagJobState.Done, 3, 2, 0, 1));
        (await worker.TaggedAsync("red")).ShouldBe([ids[2], ids[0]]);
    }

    [Fact]
    public async Task A_page_that_is_cancelled_counts_nothing_as_failed()
    {
        using var worker = new Worker(fixture);
        var asset = await worker.SettleAsync(Photos.Sideways);
        _packs.Add();
        using var shutdown = new CancellationTokenSource();
        var runner = _bench.Runner(worker, _packs.Root, stored => new BrokenPreviews(stored, asset.Id, shutdown));
        var job = await runner.StartAsync(worker.Account, default);

        await Should.ThrowAsync<OperationCanceledException>(() => runner.RunAsync(worker.Account, job.Ticket, shutdown.Token));

        var read = (await _bench.Jobs(worker).FindAsync(worker.Account, job.Ticket, default)).ShouldNotBeNull().Job;
        (read.State, read.Done, read.Failed).ShouldBe((RetagJobState.Running, 0, 0));
    }

    [Fact]
    public async Task Two_that_work_on_one_page_count_it_once()
    {
        using var worker = new Worker(fixture);
        await worker.SettleAsync(Photos.Sideways);
        _packs.Add();
        var runner = _bench.Runner(worker, _packs.Root);
        var job = await runner.StartAsync(worker.Account, default);

        await Task.WhenAll(runner.RunAsync(worker.Account, job.Ticket, default), runner.RunAsync(worker.Account, job.Ticket, default));

        (await _bench.Jobs(worker).FindAsync(worker.Account, job.Ticket, default)).ShouldNotBeNull().Job.Done.ShouldBe(1);
        (await worker.CountsAsync())["red"].ShouldBe(1);
    }

    [Fact]
    public async Task A_job_given_up_says_so_and_lets_another_begin()
    {
        using var worker = new Worker(fixture);
        var runner = _bench.Runner(worker, _packs.Root);
        var job = await runner.StartAsync(worker.Account, default);

        await runner.GiveUpAsync(worker.Account, job.Ticket, default);

        (await _bench.Jobs(worker).FindAsync(worker.Account, job.Ticket, default)).ShouldNotBeNull().Job.State.ShouldBe(RetagJobState.Failed);
        (await runner.StartAsync(worker.Account, default)).Ticket.ShouldNotBe(job.Ticket);
    }

    public void Dispose()
    {
        _bench.Dispose();
        _packs.Dispose();
    }

    /// <summary>Previews of which one cannot be read.</summary>
    /// <param name="shutdown">What is asked to stop when somebody reads it; null for storage that fails.</param>
    private sealed class BrokenPreviews(IPreviews stored, string broken, CancellationTokenSource? shutdown = null) : IPreviews
    {
        public async Task<ReadOnlyMemory<byte>?> ReadAsync(string assetId, CancellationToken cancellationToken)
        {
            if (assetId != broken)
            {
                return await stored.ReadAsync(assetId, cancellationToken);
            }

            await (shutdown?.CancelAsync() ?? Task.CompletedTask);
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException("This preview cannot be read.");
        }
    }
}
