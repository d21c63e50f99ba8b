using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Listeners of blob triggers that scan; those fed by Event Grid do not run locally.</summary>
internal sealed class BlobTriggers(
    IConfiguration configuration,
    HostSettings host,
    HostInstance instance,
    StorageConnections connections,
    FunctionInvoker invoker,
    InvocationLifetime lifetime,
    TriggerTimings timings,
    TimeProvider time,
    ILogger<BlobTriggers> logger) : ITriggerKind
{
    public ITriggerListener? ListenerFor(FunctionDescriptor function)
    {
        if (function.Trigger is not BlobTriggerAttribute { Source: BlobTriggerSource.LogsAndContainerScan } trigger)
        {
            return null;
        }

        var path = BlobPathPattern.Parse(SettingExpression.Resolve(trigger.BlobPath, configuration));
        var storage = connections.Blobs(trigger.Connection);
        var container = storage.Client.GetBlobContainerClient(path.Container);

        // The host's own records stay in its own account, whichever the blobs are in.
        var records = connections.Blobs(StorageConnections.Default).Client;
        var receipts = new BlobReceiptStore(records, host.HostId, function.Name, path.Container, instance, timings, time);
        var receiptsHealth = new StorageAccount<BlobReceiptStore>(receipts, $"{StorageConnections.Default} (receipts of {function.Name})", logger);
        var poison = new PoisonBlobQueue(connections.Queues(trigger.Connection).Client, host.Queues.Base64);
        var processor = new BlobProcessor(function, container, receipts, poison, invoker, lifetime, host.Blobs, timings, time, logger);
        var sweep = new ReceiptSweep(container, receipts, timings, time);
        return new BlobListener(path, storage, receiptsHealth, container, processor, sweep, lifetime, host.Blobs.MaxDegreeOfParallelism, timings, time);
    }
}
