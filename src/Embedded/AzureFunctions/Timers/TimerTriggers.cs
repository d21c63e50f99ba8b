using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Listeners of timer triggers.</summary>
internal sealed class TimerTriggers(
    IConfiguration settings, HostSettings host, StorageConnections connections, FunctionInvoker invoker, TriggerTimings timings, TimeProvider time)
    : ITriggerKind
{
    public ITriggerListener? ListenerFor(FunctionDescriptor function)
    {
        if (function.Trigger is not TimerTriggerAttribute trigger)
        {
            return null;
        }

        var schedule = TimerSchedule.Parse(SettingExpression.Resolve(trigger.Schedule, settings));
        if (!trigger.UseMonitor || !schedule.CanBeMonitored(time.GetUtcNow().UtcDateTime))
        {
            return new TimerListener(function, trigger, schedule, store: null, storage: null, invoker, timings, time);
        }

        var storage = connections.Blobs(StorageConnections.Default);
        var store = new TimerStatusStore(storage.Client, host.HostId, function.Id);
        return new TimerListener(function, trigger, schedule, store, storage, invoker, timings, time);
    }
}
