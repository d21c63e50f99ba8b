using System.ComponentModel.DataAnnotations;

namespace Magpie.Ingest;

/// <summary>Section <c>Magpie:Ingest</c>.</summary>
public sealed class IngestOptions
{
    public const string Section = "Magpie:Ingest";

    /// <summary>Bytes of image files held in memory at once, all together; default 256 MiB.</summary>
    [Range(1 << 20, 1L << 36)]
    public long MaxBytesInMemory { get; set; } = 256L << 20;

    /// <summary>Photos decoded, tagged and encoded at once; 0, the default, means one a core.</summary>
    [Range(0, 256)]
    public int MaxParallelImages { get; set; }

    /// <summary>Pause before an asset that failed while the delivery service was away is worked on again by itself; each next is twice as long. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan OutageRetryDelay { get; set; } = TimeSpan.FromMinutes(1);
}
