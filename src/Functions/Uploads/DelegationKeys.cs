using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Magpie.Functions.Uploads;

/// <summary>The key that signs SAS in the name of the service's identity, kept until it would end before what it signs.</summary>
public sealed class DelegationKeys(BlobServiceClient service, TimeProvider time) : IDisposable
{
    /// <summary>How long a key is asked for. Seven days is the most that storage gives; a short one limits what a revoked identity can still do.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(26);

    /// <summary>For clocks that disagree.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile UserDelegationKey? _key;

    /// <summary>A key that is good at least until then.</summary>
    public async ValueTask<UserDelegationKey> GetAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (_key is { } key && key.SignedExpiresOn >= until)
        {
            return key;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_key is { } renewed && renewed.SignedExpiresOn >= until)
            {
                return renewed;
            }

            var now = time.GetUtcNow();
            var wanted = new BlobGetUserDelegationKeyOptions(now + Lifetime) { StartsOn = now - Skew };
            return _key = (await service.GetUserDelegationKeyAsync(wanted, cancellationToken)).Value;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
