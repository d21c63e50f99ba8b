using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Multipart;

/// <summary>Section <c>Magpie:Multipart</c>: how many files come through the service itself at once, and where they are kept meanwhile.</summary>
public sealed class MultipartOptions
{
    public const string Section = "Magpie:Multipart";

    /// <summary>Uploads received or worked on at once. Default 32.</summary>
    [Range(1, 10_000)]
    public int MaxConcurrent { get; set; } = 32;

    /// <summary>Uploads that wait for their turn; more are answered with 503. Default 1,000.</summary>
    [Range(0, 100_000)]
    public int MaxWaiting { get; set; } = 1_000;

    /// <summary>
    /// How long an upload waits for its turn before it is answered with 503. Default three minutes; Azure's load balancer gives a request less
    /// than four.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:04:00")]
    public TimeSpan WaitLimit { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>Bytes of a file from which on it goes through a temporary file. Default 50 MB.</summary>
    [Range(1 << 16, 1 << 30)]
    public int MemoryThreshold { get; set; } = 50_000_000;

    /// <summary>Bytes of files held in memory at once, all together. Default 64 MiB.</summary>
    [Range(1 << 20, 1L << 36)]
    public long MaxBytesInMemory { get; set; } = 64L << 20;
}

/// <summary>Checks <see cref="MultipartOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class MultipartOptionsValidator : IValidateOptions<MultipartOptions>;
