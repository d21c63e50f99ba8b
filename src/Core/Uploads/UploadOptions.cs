using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Magpie.Uploads;

/// <summary>Section <c>Magpie:Uploads</c>: what may be uploaded, and for how long a place is kept open.</summary>
public sealed class UploadOptions
{
    public const string Section = "Magpie:Uploads";

    /// <summary>Bytes of an image. Default 100 MB, at most what one array holds (<see cref="Array.MaxLength"/>).</summary>
    [Range(1, 0x7FFF_FFC7L)]
    public long MaxImageBytes { get; set; } = 100_000_000;

    /// <summary>Bytes of a video. Default 2 GB.</summary>
    [Range(1, 100_000_000_000)]
    public long MaxVideoBytes { get; set; } = 2_000_000_000;

    /// <summary>Files of one request. Default 100.</summary>
    [Range(1, 100)]
    public int MaxFiles { get; set; } = 100;

    /// <summary>Characters of a title. Default 200.</summary>
    [Range(1, 1_000)]
    public int MaxTitleLength { get; set; } = 200;

    /// <summary>Tags a user may give a file. Default 50.</summary>
    [Range(0, 50)]
    public int MaxTags { get; set; } = 50;

    /// <summary>Characters of a tag. Default 64.</summary>
    [Range(1, 64)]
    public int MaxTagLength { get; set; } = 64;

    /// <summary>How long an upload URL works. Default 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan UrlLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a place waits for its file, renewed URLs included, until it expires. Default 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan ReservationLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How far in the past an upload URL begins to work, for clocks that disagree. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:15:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long an <c>Idempotency-Key</c> is remembered. Default 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan IdempotencyWindow { get; set; } = TimeSpan.FromHours(24);
}

/// <summary>Checks <see cref="UploadOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class UploadOptionsValidator : IValidateOptions<UploadOptions>;
