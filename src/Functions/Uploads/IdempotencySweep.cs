using Magpie.Uploads;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Uploads;

/// <summary>Once a day, removes idempotency keys that have run out.</summary>
public sealed class IdempotencySweep(TableIdempotencyStore store, UploadOptions options, TimeProvider time)
{
    [Function("SweepIdempotencyKeys")]
    public Task RunAsync([TimerTrigger("0 17 3 * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        store.RemoveBeforeAsync(time.GetUtcNow() - options.IdempotencyWindow, cancellationToken);
}
