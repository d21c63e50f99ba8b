using System.ComponentModel.DataAnnotations;

namespace Magpie.Functions.Delivery;

/// <summary>How files are delivered. Section <c>Magpie:Delivery</c>; the Cloudinary account is read by <see cref="CloudinaryAccount"/>.</summary>
public sealed class DeliveryOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Magpie:Delivery";

    /// <summary>The smallest chunk the service joins (5 MB), rounded up.</summary>
    private const int SmallestChunk = 6 * 1024 * 1024;

    /// <summary>Name of the container that serves files.</summary>
    [Required]
    [RegularExpression("^[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9]$", ErrorMessage = "Magpie:Delivery:Container is no container name.")]
    public string Container { get; set; } = "media";

    /// <summary>
    /// What goes before <c>/media/…</c> in an asset's URLs: a CDN in front of this service, or nothing, then they are paths on its own host.
    /// </summary>
    [RegularExpression("^(https?://[^?#]+)?$", ErrorMessage = "Magpie:Delivery:MediaBaseUrl must be an http or https address without query.")]
    public string MediaBaseUrl { get; set; } = "";

    /// <summary>From this size on a file goes to Cloudinary in chunks of this size. Bytes, 20 MB unless set.</summary>
    [Range(SmallestChunk, 100_000_000, ErrorMessage = "Magpie:Delivery:ChunkBytes must be between {1} and {2}.")]
    public int ChunkBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>Chunks that are kept in memory at once, over the whole process, to send them again if they break; default 2.</summary>
    [Range(1, 64, ErrorMessage = "Magpie:Delivery:MaxChunksInMemory must be between {1} and {2}.")]
    public int MaxChunksInMemory { get; set; } = 2;

    /// <summary>
    /// Videos above this size are made into MP4 after the upload is answered: Cloudinary refuses to do it while the caller waits. Bytes,
    /// 100 MB unless set (https://cloudinary.com/documentation/video_manipulation_and_delivery).
    /// </summary>
    [Range(1, long.MaxValue, ErrorMessage = "Magpie:Delivery:LargestEagerVideoBytes must be positive.")]
    public long LargestEagerVideoBytes { get; set; } = 100_000_000;

    /// <summary>How long one HTTP call to Cloudinary may take, its body included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00", ErrorMessage = "Magpie:Delivery:CallTimeout must be between {1} and {2}.")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a call is tried again after a failure that may pass.</summary>
    [Range(0, 10, ErrorMessage = "Magpie:Delivery:Retries must be between {1} and {2}.")]
    public int Retries { get; set; } = 3;

    /// <summary>The pause before the first retry; doubled each time, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30", ErrorMessage = "Magpie:Delivery:RetryDelay must be between {1} and {2}.")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause between tries, also when the service asks for one. Asked for more, the call fails at once and says so.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:02:00", ErrorMessage = "Magpie:Delivery:LongestRetryDelay must be between {1} and {2}.")]
    public TimeSpan LongestRetryDelay { get; set; } = TimeSpan.FromSeconds(20);
}
