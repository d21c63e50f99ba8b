using System.Globalization;
using NCrontab;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>When a timer is due, UTC.</summary>
internal abstract class TimerSchedule
{
    private static readonly TimeSpan MonitorLeast = TimeSpan.FromMinutes(1);

    /// <summary>The first time after <paramref name="from"/>.</summary>
    public abstract DateTime After(DateTime from);

    /// <summary>A schedule that recurs more than once a minute is not monitored, as in the real host.</summary>
    public bool CanBeMonitored(DateTime now)
    {
        var first = After(now);
        return After(first) - first >= MonitorLeast;
    }

    /// <summary>Reads five or six crontab fields, or a time span.</summary>
    /// <exception cref="InvalidOperationException">The text is neither.</exception>
    public static TimerSchedule Parse(string text)
    {
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero)
        {
            return new Every(interval);
        }

        var hasSeconds = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6;
        return CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = hasSeconds }) is { } crontab
            ? new Crontab(crontab)
            : throw new InvalidOperationException($"'{text}' is no schedule: use six crontab fields or a time span.");
    }

    private sealed class Every(TimeSpan interval) : TimerSchedule
    {
        public override DateTime After(DateTime from) => from + interval;
    }

    private sealed class Crontab(CrontabSchedule schedule) : TimerSchedule
    {
        public override DateTime After(DateTime from) => schedule.GetNextOccurrence(from);
    }
}
