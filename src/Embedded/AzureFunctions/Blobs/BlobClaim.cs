using Azure;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A claim that is kept up while the function runs.</summary>
internal sealed class BlobClaim : IAsyncDisposable
{
    private readonly BlobReceiptStore _receipts;
    private readonly BlobVersion _version;
    private readonly TriggerTimings _timings;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;

    public BlobClaim(BlobReceiptStore receipts, BlobVersion version, BlobReceipt receipt, TriggerTimings timings, TimeProvider time)
    {
        (_receipts, _version, Receipt, _timings, _time) = (receipts, version, receipt, timings, time);
        _renewing = RenewAsync();
    }

    public BlobReceipt Receipt { get; private set; }

    /// <summary>Signalled when another host has the version now.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Ends the renewal; the receipt is then as it was last written.</summary>
    public async Task EndAsync()
    {
        await _ended.CancelAsync();
        await _renewing;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _lost.Dispose();
        _ended.Dispose();
    }

    private async Task RenewAsync()
    {
        while (true)
        {
            try
            {
                await Task.Delay(_timings.Renewal, _time, _ended.Token);
                var renewed = Receipt with { Until = _time.GetUtcNow() + _timings.Lease };

                // Not cancelled half-way: whether it was written would be unknown.
                if (await _receipts.TryUpdateAsync(_version, renewed, CancellationToken.None) is not { } written)
                {
                    await _lost.CancelAsync();
                    return;
                }

                Receipt = written;
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is RequestFailedException or AggregateException or OperationCanceledException or IOException)
            {
                // Storage is down: the claim may run out, which its final write will find out.
            }
        }
    }
}
