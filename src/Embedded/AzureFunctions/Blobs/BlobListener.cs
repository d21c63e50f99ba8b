using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Lists a container again and again, page by page, and processes what it has not seen.</summary>
internal sealed class BlobListener(
    BlobPathPattern path,
    StorageAccount<BlobServiceClient> storage,
    StorageAccount<BlobReceiptStore> receipts,
    BlobContainerClient container,
    BlobProcessor processor,
    ReceiptSweep sweep,
    InvocationLifetime lifetime,
    int parallelism,
    TriggerTimings timings,
    TimeProvider time) : ITriggerListener
{
    private const int PageSize = 500;

    /// <summary>How many versions are remembered; about 50 bytes each.</summary>
    private const int Remembered = 200_000;

    /// <summary>What was listed longer ago may be long done, its receipt swept away: it is listed again.</summary>
    private static readonly TimeSpan PageLife = TimeSpan.FromMinutes(1);

    private readonly SeenBlobs _seen = new(Remembered, timings.LongestPause);
    private readonly SemaphoreSlim _slots = new(parallelism);

    public Task ListenAsync(CancellationToken stopping) => Task.WhenAll(ScanAsync(stopping), sweep.RunAsync(stopping));

    public void Dispose() => _slots.Dispose();

    private async Task ScanAsync(CancellationToken stopping)
    {
        var quiet = new Backoff(timings.BusyScan, timings.IdleScan, factor: 1.2);
        var outage = new Backoff(timings.IdleScan, timings.LongestOutagePause);
        while (!stopping.IsCancellationRequested)
        {
            var pause = outage;
            try
            {
                if (await ScanOnceAsync(stopping))
                {
                    quiet.Reset();
                }

                storage.Answered();
                outage.Reset();
                pause = quiet;
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                storage.Failed(failure);
            }

            await Task.Delay(pause.Next(), time, stopping);
        }
    }

    /// <summary>Goes once through the container; answers whether something was there to process.</summary>
    private async Task<bool> ScanOnceAsync(CancellationToken stopping)
    {
        var found = false;
        var options = new GetBlobsOptions { Prefix = path.Prefix, Traits = BlobTraits.Metadata };
        try
        {
            await foreach (var page in container.GetBlobsAsync(options, stopping).AsPages(pageSizeHint: PageSize))
            {
                var listed = time.GetTimestamp();
                foreach (var blob in page.Values)
                {
                    if (path.Match(blob.Name) is not { } tokens)
                    {
                        continue;
                    }

                    var version = new BlobVersion(path.Container, blob);
                    if (!_seen.TryBegin(version.Key, time.GetUtcNow()))
                    {
                        continue;
                    }

                    found = true;
                    var isOld = await WaitForSlotAsync(version, listed, stopping);
                    if (isOld)
                    {
                        return true;
                    }

                    _ = ProcessAsync(version, tokens);
                }
            }
        }
        catch (RequestFailedException missing) when (missing is { Status: 404, ErrorCode: "ContainerNotFound" })
        {
            // Nobody wrote a blob yet.
        }

        return found;
    }

    /// <summary>Waits until one more may run; answers true, without a slot, when the page became old meanwhile or no more may begin.</summary>
    private async Task<bool> WaitForSlotAsync(BlobVersion version, long listed, CancellationToken stopping)
    {
        try
        {
            await _slots.WaitAsync(stopping);
            if (time.GetElapsedTime(listed) < PageLife && lifetime.TryEnter())
            {
                return false;
            }

            _slots.Release();
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }

        _seen.End(version.Key, lookAgain: default);
        return true;
    }

    private async Task ProcessAsync(BlobVersion version, Dictionary<string, object?> tokens)
    {
        // Off the scan's own thread, so that a function that works before its first await does not hold up the others.
        await Task.Yield();
        var lookAgain = DateTimeOffset.MinValue;
        try
        {
            lookAgain = await processor.ProcessAsync(version, tokens);
            receipts.Answered();
        }
        catch (Exception failure)
        {
            receipts.Failed(failure);
            lookAgain = time.GetUtcNow() + timings.FirstRetry;
        }
        finally
        {
            _seen.End(version.Key, lookAgain);
            _slots.Release();
            lifetime.Leave();
        }
    }
}
