using Magpie.Accounts;
using Magpie.Assets;

namespace Magpie.Inputs;

/// <summary>Deletes inputs, which are assets.</summary>
public sealed class InputRemoval(InputFinder finder, AssetRemoval removal, ICatalogue catalogue, TimeProvider time)
{
    /// <summary>Deleted at once.</summary>
    private const int Parallel = 8;

    private const int PageSize = 200;

    /// <summary>False when the account has none of this id, or none that the caller may see.</summary>
    public async Task<bool> RemoveAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (await finder.FindAsync(caller, id, cancellationToken) is not { } stored)
        {
            return false;
        }

        await RemoveAsync(caller, stored.Asset, cancellationToken);
        return true;
    }

    /// <summary>Deletes all that the caller may see, for as long as it may take; true when nothing is left.</summary>
    public async Task<bool> RemoveAllAsync(Caller caller, TimeSpan limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var started = time.GetTimestamp();
        var filter = new AssetFilter { UploadedBy = caller.OnlyUploadedBy, Limit = PageSize };
        while (time.GetElapsedTime(started) < limit)
        {
            // Deleted ones are listed no more, so the first page is always the next.
            var page = await catalogue.ListAsync(caller.Account, filter, cancellationToken);
            var there = page.Assets.Where(asset => asset.State != AssetState.Deleted).ToArray();
            if (there.Length == 0 && page.Cursor is null)
            {
                return true;
            }

            filter = there.Length == 0 ? filter with { Cursor = page.Cursor } : filter with { Cursor = null };
            var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
            await System.Threading.Tasks.Parallel.ForEachAsync(there, options, async (asset, token) => await RemoveAsync(caller, asset, token));
        }

        return false;
    }

    private Task<RemovalResult> RemoveAsync(Caller caller, Asset asset, CancellationToken cancellationToken) =>
        removal.RemoveAsync(caller, asset.Id, static _ => true, cancellationToken);
}
