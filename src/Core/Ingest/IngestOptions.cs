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
}
