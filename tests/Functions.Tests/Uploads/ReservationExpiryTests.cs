using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Functions.Accounts;
using Magpie.Functions.Ingest;
using Magpie.Functions.Tests.Ingest;
using Magpie.Functions.Uploads;
using Magpie.Ingest;
using Magpie.Tests.Support;
using Magpie.Uploads;
using Microsoft.Extensions.Logging.Abstractions;

namespace Magpie.Functions.Tests.Uploads;

[Collection(IngestTests.Name)]
public sealed class ReservationExpiryTests(IngestFixture fixture)
{
    [Fact]
    public async Task A_place_that_nobody_used_expires_after_its_time_and_not_before()
    {
        using var worker = new Worker(fixture);
        var asset = await worker.ReserveAsync(Photos.Sideways);

        await ExpireAsync(worker, TimeSpan.FromHours(23));
        (await worker.FindAsync(asset)).State.ShouldBe(AssetState.Reserved);

        await ExpireAsync(worker, TimeSpan.FromHours(25));
        (await worker.FindAsync(asset)).State.ShouldBe(AssetState.Expired);
    }

    [Fact]
    public async Task Blocks_that_were_staged_for_it_are_gone_with_it()
    {
        using var worker = new Worker(fixture);
        var asset = await worker.ReserveAsync(Photos.Sideways);
        var blob = fixture.Blobs().GetBlobContainerClient(BlobIncoming.Container).GetBlockBlobClient($"{worker.Account}/{asset.Id}");
        await blob.StageBlockAsync(Convert.ToBase64String("1"u8), new MemoryStream(Photos.Sideways));
        (await blob.GetBlockListAsync(BlockListTypes.Uncommitted)).Value.UncommittedBlocks.Count().ShouldBe(1);

        await ExpireAsync(worker, TimeSpan.FromHours(25));

        (await worker.FindAsync(asset)).State.ShouldBe(AssetState.Expired);
        (await worker.HasArrivedAsync(asset)).ShouldBeFalse();
        await Should.ThrowAsync<Azure.RequestFailedException>(() => blob.GetBlockListAsync(BlockListTypes.Uncommitted));
    }

    [Fact]
    public async Task An_upload_whose_event_was_lost_is_worked_on_instead()
    {
        using var worker = new Worker(fixture);
        var asset = await worker.UploadAsync(Photos.Sideways);

        await ExpireAsync(worker, TimeSpan.FromHours(25));

        (await worker.FindAsync(asset)).State.ShouldBe(AssetState.Ready);
        (await worker.HasArrivedAsync(asset)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_received_and_has_no_bytes_any_more_fails()
    {
        using var worker = new Worker(fixture);
        var asset = await worker.ReserveAsync(Photos.Sideways);
        var read = (await worker.Catalogue.FindAsync(worker.Account, asset.Id, default)).ShouldNotBeNull();
        await worker.Catalogue.TryReplaceAsync(read, read.Asset with { State = AssetState.Received }, null, default);

        await ExpireAsync(worker, TimeSpan.FromHours(25));

        var failed = await worker.FindAsync(asset);
        failed.State.ShouldBe(AssetState.Failed);
        failed.Error.ShouldNotBeNull().Message.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_blob_that_comes_after_the_place_expired_is_still_taken()
    {
        using var worker = new Worker(fixture);
        var asset = await worker.ReserveAsync(Photos.Sideways);
        await ExpireAsync(worker, TimeSpan.FromHours(25));
        await worker.WriteAsync(asset.Id, Photos.Sideways);

        (await worker.IngestAsync(asset)).ShouldBe(IngestOutcome.Ready);
    }

    [Fact]
    public async Task What_came_after_the_place_expired_and_could_not_be_worked_on_has_failed_and_can_be_tried_again()
    {
        using var worker = new Worker(fixture);
        var (arrived, emptied) = (await worker.ReserveAsync(Photos.Sideways), await worker.ReserveAsync(Photos.Sideways));
        await ExpireAsync(worker, TimeSpan.FromHours(25));
        await worker.WriteAsync(arrived.Id, Photos.Sideways);
        await worker.WriteAsync(emptied.Id, []);

        await worker.Ingestor.GiveUpAsync(worker.Account, arrived.Id, default);
        await worker.Ingestor.GiveUpAsync(worker.Account, emptied.Id, default);

        (await worker.FindAsync(arrived)).State.ShouldBe(AssetState.Failed);
        (await worker.FindAsync(emptied)).State.ShouldBe(AssetState.Expired);
        (await worker.Ingestor.RetryAsync(worker.Account, arrived.Id, default)).ShouldBe(IngestOutcome.Ready);
    }


    [Fact]
    public async Task The_event_of_the_empty_blob_that_discards_blocks_changes_nothing()
    {
        using var worker = new Worker(fixture);
        var asset = await worker.ReserveAsync(Photos.Sideways);
        await ExpireAsync(worker, TimeSpan.FromHours(25));

        (await worker.IngestAsync(asset)).ShouldBe(IngestOutcome.AlreadySettled);

        (await worker.FindAsync(asset)).State.ShouldBe(AssetState.Expired);
    }

    [Fact]
    public async Task An_empty_blob_that_a_crash_left_while_blocks_were_discarded_goes_when_its_event_comes()
    {
        using var worker = new Worker(fixture);
        var asset = await worker.ReserveAsync(Photos.Sideways);
        await ExpireAsync(worker, TimeSpan.FromHours(25));
        await worker.WriteAsync(asset.Id, []);

        (await worker.IngestAsync(asset)).ShouldBe(IngestOutcome.AlreadySettled);

        (await worker.FindAsync(asset)).State.ShouldBe(AssetState.Expired);
        (await worker.HasArrivedAsync(asset)).ShouldBeFalse();
    }

    [Fact]
    public async Task Storage_that_fails_for_some_accounts_is_no_reason_to_leave_the_others()
    {
        var id = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6));
        using var first = new Worker(fixture, "0" + id);
        using var worker = new Worker(fixture, "m" + id);
        using var last = new Worker(fixture, "z" + id);
        var assets = await Task.WhenAll(first.ReserveAsync(Photos.Sideways), worker.ReserveAsync(Photos.Sideways), last.ReserveAsync(Photos.Sideways));
        await RegisterAsync(first);
        await RegisterAsync(last);
        var outage = new Meddling(request => request.Uri.ToString() is var uri
            && (uri.Contains(first.Account, StringComparison.Ordinal) || uri.Contains(last.Account, StringComparison.Ordinal))
                ? throw new IOException("Storage is away.")
                : Task.CompletedTask);

        await ExpireAsync(worker, TimeSpan.FromHours(25), outage);

        (await first.FindAsync(assets[0])).State.ShouldBe(AssetState.Reserved);
        (await worker.FindAsync(assets[1])).State.ShouldBe(AssetState.Expired);

        await ExpireAsync(worker, TimeSpan.FromHours(25));
        (await first.FindAsync(assets[0])).State.ShouldBe(AssetState.Expired);
        (await last.FindAsync(assets[2])).State.ShouldBe(AssetState.Expired);
    }

    [Fact]
    public async Task What_was_looked_at_once_is_not_read_again()
    {
        using var worker = new Worker(fixture);
        await worker.ReserveAsync(Photos.Sideways);
        var overdue = new TableOverdueAssets(fixture.Tables().GetTableClient(IngestFixture.Assets));
        var late = TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(2);
        (await overdue.ReadAsync(worker.Account, late, default).CountAsync()).ShouldBe(1);

        await overdue.MarkAsync(worker.Account, late, default);

        (await overdue.ReadAsync(worker.Account, late + TimeSpan.FromHours(1), default).CountAsync()).ShouldBe(0);
    }

    private async Task RegisterAsync(Worker worker)
    {
        var accounts = new TableCredentialStore(fixture.Tables().GetTableClient(TableCredentialStore.Table));
        await accounts.PutAsync(
            new Credential { Key = worker.Account, Account = worker.Account, Kind = CredentialKind.Publishable, Name = "test", CreatedAt = DateTimeOffset.UnixEpoch + TimeSpan.FromDays(9000) },
            default);
    }

    private async Task ExpireAsync(Worker worker, TimeSpan later, Meddling? outage = null)
    {
        await RegisterAsync(worker);
        var expiry = new ReservationExpiry(
            new TableCredentialStore(fixture.Tables().GetTableClient(TableCredentialStore.Table)),
            new TableOverdueAssets(fixture.Tables().GetTableClient(IngestFixture.Assets)),
            worker.Catalogue,
            new BlobIncoming(fixture.Blobs(outage).GetBlobContainerClient(BlobIncoming.Container)),
            worker.Ingestor,
            new UploadOptions(),
            new ManualTime(TimeProvider.System.GetUtcNow() + later),
            NullLogger<ReservationExpiry>.Instance);
        await expiry.RunAsync(default);
    }
}
