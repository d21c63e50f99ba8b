using Magpie.Accounts;
using Magpie.Assets;

namespace Magpie.Uploads;

/// <summary>Reserves assets and opens the blobs their bytes go to.</summary>
public sealed class UploadService(
    ICatalogue catalogue, IUploadUrls urls, IIdempotencyStore idempotency, UploadRules rules, UploadOptions options, TimeProvider time)
{
    /// <summary>Reserves a place for each file, or for none.</summary>
    /// <param name="idempotencyKey">With the same key and files the answer is the same ids for a day; null to always reserve anew.</param>
    public async Task<ReserveResult> ReserveAsync(
        Caller caller, IReadOnlyList<UploadFile> files, string? idempotencyKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(files);
        if (rules.Check(files) is { Count: > 0 } errors)
        {
            return new ReserveResult.Refused(errors);
        }

        if (idempotencyKey is null)
        {
            var fresh = Describe(caller, files, NewIds(files.Count), time.GetUtcNow());
            await catalogue.ReserveAsync(fresh, cancellationToken);
            return await OpenAsync(fresh, cancellationToken);
        }

        // The ids are written down before the assets: when the process ends in between, the repeat reserves the same ids.
        var offered = new IdempotencyEntry(
            caller.Account, caller.Key, idempotencyKey, UploadFingerprint.Of(files), NewIds(files.Count), time.GetUtcNow());
        var entry = await idempotency.GetOrAddAsync(offered, options.IdempotencyWindow, cancellationToken);
        if (entry.Fingerprint != offered.Fingerprint || entry.Ids.Count != files.Count)
        {
            return new ReserveResult.KeyReused();
        }

        var assets = Describe(caller, files, entry.Ids, entry.CreatedAt);
        await catalogue.ReserveAsync(assets, cancellationToken);
        return await OpenAsync(
            entry.Ids[0] == offered.Ids[0] ? assets : await ReadAsync(assets, cancellationToken), cancellationToken);
    }

    /// <summary>A fresh URL for an asset whose bytes have not arrived.</summary>
    public async Task<RenewResult> RenewAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var found = await catalogue.FindAsync(caller.Account, id, cancellationToken);
        return found?.Asset switch
        {
            null or { State: AssetState.Deleted } => new RenewResult.NotFound(),
            { } asset when !caller.MaySee(asset) => new RenewResult.NotFound(),
            { State: AssetState.Reserved } asset => new RenewResult.Renewed(await OpenAsync(asset, cancellationToken)),
            { } asset => new RenewResult.NotReserved(asset.State),
        };
    }

    private async Task<Asset[]> ReadAsync(Asset[] assets, CancellationToken cancellationToken)
    {
        var stored = await Task.WhenAll(assets.Select(asset => catalogue.FindAsync(asset.Account, asset.Id, cancellationToken)));
        return [.. assets.Select((asset, index) => stored[index]?.Asset ?? asset with { State = AssetState.Deleted })];
    }

    private async Task<ReserveResult> OpenAsync(Asset[] assets, CancellationToken cancellationToken)
    {
        var tickets = new UploadTicket[assets.Length];
        for (var index = 0; index < tickets.Length; index++)
        {
            tickets[index] = await OpenAsync(assets[index], cancellationToken);
        }

        return new ReserveResult.Reserved(tickets);
    }

    private async ValueTask<UploadTicket> OpenAsync(Asset asset, CancellationToken cancellationToken) => new(
        asset.Id,
        asset.State == AssetState.Reserved ? await urls.CreateAsync(asset.Account, asset.Id, asset.ContentType, cancellationToken) : null,
        asset.Bytes,
        asset.State);

    private string[] NewIds(int count) => [.. Enumerable.Range(0, count).Select(_ => AssetId.New(time))];

    private static Asset[] Describe(Caller caller, IReadOnlyList<UploadFile> files, IReadOnlyList<string> ids, DateTimeOffset createdAt) =>
        [.. files.Select((file, index) => NewAsset.Describe(caller, file, ids[index], createdAt))];
}
