using Magpie.Accounts;
using Magpie.Assets;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Assets;

/// <summary>
/// Waits for an asset to change. A change in this process is heard at once; for those of other instances the row is read again from time
/// to time.
/// </summary>
public sealed class AssetWait(ICatalogue catalogue, AssetChanges changes, TimeProvider time) : IDisposable
{
    /// <summary>Requests that wait at once; more are answered without waiting.</summary>
    private const int MaxWaiting = 1_000;

    private static readonly TimeSpan ReadInterval = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _places = new(MaxWaiting);

    /// <summary>
    /// The asset as soon as it is not what the client has; null when there is none. With <c>If-None-Match</c> that is any change;
    /// without, a change of state, and one whose state is final is answered at once.
    /// </summary>
    public async Task<StoredAsset?> ReadAsync(Caller caller, string id, TimeSpan limit, HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        if (limit == TimeSpan.Zero || !await _places.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return await FindAsync(caller, id, cancellationToken);
        }

        try
        {
            return await WaitAsync(caller, id, limit, request, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task<StoredAsset?> WaitAsync(Caller caller, string id, TimeSpan limit, HttpRequest request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        AssetState? seen = null;
        while (true)
        {
            using var subscription = changes.Listen(id);
            var stored = await FindAsync(caller, id, cancellationToken);
            var left = limit - time.GetElapsedTime(started);
            if (stored is null || left <= TimeSpan.Zero || IsNews(stored, seen ?? stored.Asset.State, request))
            {
                return stored;
            }

            seen ??= stored.Asset.State;
            await subscription.WaitAsync(left < ReadInterval ? left : ReadInterval, cancellationToken);
        }
    }

    private static bool IsNews(StoredAsset stored, AssetState seen, HttpRequest request) => request.Headers.IfNoneMatch.Count > 0
        ? !EntityTag.IsKnown(request, stored)
        : stored.Asset.State != seen || stored.Asset.State.IsSettled() || stored.Asset.State == AssetState.Expired;

    private async Task<StoredAsset?> FindAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var stored = await catalogue.FindAsync(caller.Account, id, cancellationToken);
        return stored is not null && stored.Asset.State != AssetState.Deleted && caller.MaySee(stored.Asset) ? stored : null;
    }
}
