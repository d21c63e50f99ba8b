using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Magpie.Fetching;

/// <summary>
/// Section <c>Magpie:Fetching</c>: limits of fetching files from URLs. How large an image may be is said by
/// <see cref="Uploads.UploadOptions.MaxImageBytes"/>.
/// </summary>
public sealed class FetchOptions
{
    public const string Section = "Magpie:Fetching";

    /// <summary>How long a fetch may take, from resolving the name to the last byte, redirects and the second try included. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Redirects that are followed, each checked like the first URL. Default 3.</summary>
    [Range(0, 10)]
    public int MaxRedirects { get; set; } = 3;

    /// <summary>Bytes of a video, where a video may be fetched at all: it lies in memory. Default 100 MB.</summary>
    [Range(1, 0x7FFF_FFC6)]
    public int MaxVideoBytes { get; set; } = 100_000_000;

    /// <summary>Fetches at once, files that are still in use included; each may hold <see cref="SmallBytes"/>. Default 16.</summary>
    [Range(1, 256)]
    public int MaxConcurrent { get; set; } = 16;

    /// <summary>Fetches that wait for one of these places. Default 256.</summary>
    [Range(0, 10_000)]
    public int MaxWaiting { get; set; } = 256;

    /// <summary>How long a fetch waits for a place; its own time begins afterwards. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:02:00")]
    public TimeSpan WaitLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes that files beyond <see cref="SmallBytes"/> may hold, all together. Default 256 MiB.</summary>
    [Range(1 << 20, 1L << 36)]
    public long MaxBytesInMemory { get; set; } = 256L << 20;

    /// <summary>Bytes a fetch may hold without asking for more: most photos of the web. Default 4 MiB.</summary>
    [Range(4096, 64 << 20)]
    public int SmallBytes { get; set; } = 4 << 20;
}

/// <summary>Checks <see cref="FetchOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class FetchOptionsValidator : IValidateOptions<FetchOptions>;
