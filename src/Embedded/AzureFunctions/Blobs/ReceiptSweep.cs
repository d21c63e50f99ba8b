using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Now and then deletes the receipts of blobs that are gone or were written again, so that receipts do not pile up.</summary>
internal sealed class ReceiptSweep(BlobContainerClient container, BlobReceiptStore receipts, TriggerTimings timings, TimeProvider time)
{
    /// <summary>Receipts looked at in one sweep; the next goes on behind them.</summary>
    private const int AtOnce = 2_000;

    private string? _continuation;

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(timings.Sweep, time, stopping);
            try
            {
                await SweepAsync(stopping);
            }
            catch (Exception) when (!stopping.IsCancellationRequested)
            {
                // Storage is down, which the scan reports; the next sweep comes.
                _continuation = null;
            }
        }
    }

    private async Task SweepAsync(CancellationToken stopping)
    {
        var looked = 0;
        await foreach (var page in receipts.Pages(_continuation, stopping))
        {
            foreach (var receipt in page.Values)
            {
                await SweepAsync(receipt, stopping);
            }

            _continuation = page.ContinuationToken;
            looked += page.Values.Count;
            if (looked >= AtOnce)
            {
                return;
            }
        }

        _continuation = null;
    }

    private async Task SweepAsync(BlobItem found, CancellationToken stopping)
    {
        var etag = found.Properties.ETag.GetValueOrDefault();
        var receipt = BlobReceipt.From(found.Metadata, etag);
        if (found.Properties.LastModified is { } written && time.GetUtcNow() - written >= timings.Sweep && !await IsThereAsync(receipt, stopping))
        {
            await receipts.DeleteAsync(found.Name, etag, stopping);
        }
    }

    private async Task<bool> IsThereAsync(BlobReceipt receipt, CancellationToken stopping)
    {
        try
        {
            var blob = await container.GetBlobClient(Uri.UnescapeDataString(receipt.BlobName)).GetPropertiesAsync(cancellationToken: stopping);
            return blob.Value.ETag.ToString() == receipt.BlobETag;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return false;
        }
    }
}
