using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Listeners of queue triggers.</summary>
internal sealed class QueueTriggers(
    IConfiguration configuration,
    HostSettings host,
    StorageConnections connections,
    FunctionInvoker invoker,
    InvocationLifetime lifetime,
    TriggerTimings timings,
    TimeProvider time,
    ILogger<QueueTriggers> logger) : ITriggerKind
{
    private const string PoisonSuffix = "-poison";

    public ITriggerListener? ListenerFor(FunctionDescriptor function)
    {
        if (function.Trigger is not QueueTriggerAttribute trigger)
        {
            return null;
        }

        var name = SettingExpression.Resolve(trigger.QueueName, configuration);
        var storage = connections.Queues(trigger.Connection);
        var queue = storage.Client.GetQueueClient(name);
        var poison = storage.Client.GetQueueClient(name + PoisonSuffix);
        var processor = new QueueMessageProcessor(function, queue, poison, invoker, lifetime, host.Queues, timings, time, logger);
        return new QueueListener(storage, queue, processor, lifetime, host.Queues, timings, time);
    }
}
