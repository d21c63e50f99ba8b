using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Magpie.Notifications;

/// <summary>Section <c>Magpie:Notifications</c>: how webhooks are told.</summary>
public sealed class NotificationOptions
{
    public const string Section = "Magpie:Notifications";

    /// <summary>Webhooks an account may have. Default 10.</summary>
    [Range(1, 20)]
    public int MaxWebhooks { get; set; } = 10;

    /// <summary>How long a receiver may take for one try, from the name's resolution to the end of its answer. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause after the first try; each next is twice as long. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause between two tries. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "12:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long after the first try a delivery is parked. Default 1 day; at most 6 days, for storage keeps a message seven.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "6.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Tries of one webhook at once, on each instance. Default 4.</summary>
    [Range(1, 64)]
    public int ParallelPerWebhook { get; set; } = 4;

    /// <summary>Tries of one account at once, on each instance. Default 12, half of what an instance does at once.</summary>
    [Range(1, 256)]
    public int ParallelPerAccount { get; set; } = 12;

    /// <summary>How long a parked delivery is kept. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan KeepParked { get; set; } = TimeSpan.FromDays(30);
}

/// <summary>Checks <see cref="NotificationOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class NotificationOptionsValidator : IValidateOptions<NotificationOptions>;
