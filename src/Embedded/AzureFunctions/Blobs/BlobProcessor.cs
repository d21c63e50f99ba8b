using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Takes one version of a blob from claim to receipt: run the function, write down what became of it.</summary>
internal sealed partial class BlobProcessor(
    FunctionDescriptor function,
    BlobContainerClient container,
    BlobReceiptStore receipts,
    PoisonBlobQueue poison,
    FunctionInvoker invoker,
    InvocationLifetime lifetime,
    BlobSettings settings,
    TriggerTimings timings,
    TimeProvider time,
    ILogger logger)
{
    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Runs the function if the version can be claimed; answers when it wants another look.</summary>
    public async Task<DateTimeOffset> ProcessAsync(BlobVersion version, Dictionary<string, object?> tokens)
    {
        var (claim, other) = await receipts.ClaimAsync(version, lifetime.Ended);
        if (claim is null)
        {
            return other is null ? Now : other.State is BlobReceiptState.Done or BlobReceiptState.Poisoned ? DateTimeOffset.MaxValue : other.Until;
        }

        // The last try never came to its end: it took the process with it.
        if (claim.Tries > settings.PoisonBlobThreshold)
        {
            return await GiveUpAsync(version, claim);
        }

        await using var held = new BlobClaim(receipts, version, claim, timings, time);
        var input = new BlobTriggerInput(container.GetBlobClient(version.Name), version, tokens);
        var failure = await invoker.InvokeAsync(function, input, cancellationToken: held.Lost);
        await held.EndAsync();
        if (held.Lost.IsCancellationRequested)
        {
            Log.Lost(logger, function.Name, version.Name);
            return Now + timings.Lease;
        }

        claim = held.Receipt;
        if (failure is null || input.IsGone(failure))
        {
            return await WriteAsync(version, claim with { State = BlobReceiptState.Done });
        }

        if (lifetime.Ended.IsCancellationRequested)
        {
            // Cancelled by the shutdown, which is not the blob's fault: the try does not count.
            return await WriteAsync(version, claim with { State = BlobReceiptState.Failed, Tries = claim.Tries - 1, Until = Now });
        }

        return claim.Tries >= settings.PoisonBlobThreshold
            ? await GiveUpAsync(version, claim)
            : await WriteAsync(version, claim with { State = BlobReceiptState.Failed, Until = Now + RetryDelay(claim.Tries) });
    }

    private TimeSpan RetryDelay(int tries)
    {
        var delay = timings.FirstRetry * Math.Pow(2, Math.Min(tries - 1, 30));
        return delay < timings.LongestRetry ? delay : timings.LongestRetry;
    }

    private async Task<DateTimeOffset> GiveUpAsync(BlobVersion version, BlobReceipt claim)
    {
        Log.Poisoned(logger, function.Name, version.Name, settings.PoisonBlobThreshold);
        await InsistAsync(() => poison.SendAsync(function.Id, version, CancellationToken.None));
        return await WriteAsync(version, claim with { State = BlobReceiptState.Poisoned });
    }

    private async Task<DateTimeOffset> WriteAsync(BlobVersion version, BlobReceipt receipt)
    {
        await InsistAsync(async () =>
        {
            if (await receipts.TryUpdateAsync(version, receipt, CancellationToken.None) is null)
            {
                Log.Lost(logger, function.Name, version.Name);
            }
        });
        return receipt.State == BlobReceiptState.Failed ? receipt.Until : DateTimeOffset.MaxValue;
    }

    /// <summary>Writes again and again while storage is down, until the shutdown's patience ends: what is not written down is done twice.</summary>
    private async Task InsistAsync(Func<Task> write)
    {
        var pause = new Backoff(timings.ShortestPoll, timings.LongestOutagePause);
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (Exception) when (!lifetime.Ended.IsCancellationRequested)
            {
                await Task.Delay(pause.Next(), time, CancellationToken.None);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Function {Function} lost its claim on {Blob}: another host may run it too")]
        public static partial void Lost(ILogger logger, string function, string blob);

        [LoggerMessage(2, LogLevel.Error, "Function {Function} gives up {Blob} after {Tries} tries; it goes to webjobs-blobtrigger-poison")]
        public static partial void Poisoned(ILogger logger, string function, string blob, int tries);
    }
}
