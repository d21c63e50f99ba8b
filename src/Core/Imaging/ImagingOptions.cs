using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Magpie.Imaging;

/// <summary>Limits of decoding; section <c>Magpie:Imaging</c>.</summary>
public sealed class ImagingOptions
{
    /// <summary>The most pixels that any picture may have, whatever is configured: 0x3FFF squared, as in sharp.</summary>
    public const long HardPixelLimit = 0x3FFFL * 0x3FFF;

    /// <summary>The most pixels that a picture may have, width times height. Default 100 million.</summary>
    [Range(1, HardPixelLimit)]
    public long MaxPixels { get; set; } = 100_000_000;

    /// <summary>Longest side in pixels that a file is decoded to for everything but tagging alone; the size of the preview. Default 1600.</summary>
    [Range(320, 8192)]
    public int DecodeSide { get; set; } = 1600;
}

/// <summary>Checks <see cref="ImagingOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class ImagingOptionsValidator : IValidateOptions<ImagingOptions>;
