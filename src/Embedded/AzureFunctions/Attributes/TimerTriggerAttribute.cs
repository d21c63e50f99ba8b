using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function on a schedule.</summary>
/// <param name="schedule">Five or six crontab fields (UTC), a <see cref="TimeSpan"/>, or a <c>%setting%</c> that holds one.</param>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>Five or six crontab fields (UTC), a <see cref="TimeSpan"/>, or a <c>%setting%</c> that holds one.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Keep the last run in storage, so that a run missed while the host was down is made up. Off below one minute.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Run once when the host starts.</summary>
    public bool RunOnStartup { get; set; }
}
