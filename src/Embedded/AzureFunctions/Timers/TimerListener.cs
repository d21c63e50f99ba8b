using Azure.Storage.Blobs;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a function when its schedule says so. Hosts that share a storage run each monitored occurrence once between them.</summary>
internal sealed class TimerListener(
    FunctionDescriptor function,
    TimerTriggerAttribute trigger,
    TimerSchedule schedule,
    TimerStatusStore? store,
    StorageAccount<BlobServiceClient>? storage,
    FunctionInvoker invoker,
    TriggerTimings timings,
    TimeProvider time) : ITriggerListener
{
    /// <summary>Timers of the runtime cannot wait longer than 49 days at a time.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    // What the last run left in storage; null before the first, and for a timer that is not monitored.
    private ScheduleStatus? _status;

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task ListenAsync(CancellationToken stopping)
    {
        await ReachAsync(LoadAsync, stopping);
        var missed = _status is { } status && schedule.After(status.Last == default ? status.LastUpdated : status.Last) <= Now;
        if (missed || trigger.RunOnStartup)
        {
            await RunAsync(Now, missed, stopping);
        }
        else if (_status is null)
        {
            // So that a host which is down when the first run comes due learns of it.
            await ReachAsync(token => SaveAsync(new ScheduleStatus { Next = schedule.After(Now), LastUpdated = Now }, token), stopping);
        }

        while (true)
        {
            var due = schedule.After(Now);
            while (Now < due)
            {
                var left = due - Now;
                await Task.Delay(left < LongestWait ? left : LongestWait, time, stopping);

                // Nearer than what was waited for, when the clock was set back meanwhile.
                due = schedule.After(Now) is var next && next < due ? next : due;
            }

            await RunAsync(due, isPastDue: false, stopping);
        }
    }

    public void Dispose()
    {
    }

    private async Task RunAsync(DateTime due, bool isPastDue, CancellationToken stopping)
    {
        var before = _status ?? new ScheduleStatus { Next = due };
        var isMine = await ReachAsync(
            token => SaveAsync(new ScheduleStatus { Last = due, Next = schedule.After(due), LastUpdated = Now }, token), stopping);
        if (isMine)
        {
            var info = new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = store is null ? null : before };
            await invoker.InvokeAsync(function, new TimerTriggerInput(info), cancellationToken: CancellationToken.None);
        }
    }

    private async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        _status = store is null ? null : await store.LoadAsync(cancellationToken);
        return true;
    }

    /// <summary>Writes the status; answers false, having read the other's, when another host wrote first.</summary>
    private async Task<bool> SaveAsync(ScheduleStatus status, CancellationToken cancellationToken)
    {
        if (store is null)
        {
            return true;
        }

        if (await store.TrySaveAsync(status, cancellationToken))
        {
            _status = status;
            return true;
        }

        await LoadAsync(cancellationToken);
        return false;
    }

    /// <summary>Does it, again and again while storage is down.</summary>
    private async Task<bool> ReachAsync(Func<CancellationToken, Task<bool>> step, CancellationToken stopping)
    {
        var pause = new Backoff(timings.ShortestPoll, timings.LongestOutagePause);
        while (true)
        {
            try
            {
                var done = await step(stopping);
                storage?.Answered();
                return done;
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                storage?.Failed(failure);
                await Task.Delay(pause.Next(), time, stopping);
            }
        }
    }
}
