using Magpie.Delivery;
using Magpie.Imaging;

namespace Magpie.Video;

/// <summary>What looks into videos: programs that may be missing on a machine.</summary>
public interface IVideoTools
{
    /// <summary>Why no video can be looked into here, as a sentence; null when one can.</summary>
    string? Missing { get; }

    /// <summary>Opens a video where it lies, after waiting for a turn. Nothing of it is read yet.</summary>
    /// <param name="type">As the leading bytes tell; the file is read as this container and no other.</param>
    Task<IOpenVideo> OpenAsync(IOriginal original, FileType type, CancellationToken cancellationToken);
}

/// <summary>A video that is being looked into; disposing it gives the turn back.</summary>
/// <remarks>
/// Every member throws <see cref="VideoToolException"/> when the tools fail or reach a limit, which is no fault of the file, and the
/// original's own exception when that cannot be read.
/// </remarks>
public interface IOpenVideo : IAsyncDisposable
{
    /// <summary>What the container says; null when the file cannot be read as what it claims to be.</summary>
    Task<VideoProbe?> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>The picture at a moment, upright, in square pixels, scaled to this size, as PNG; null when there is none to be had.</summary>
    /// <param name="at">Seconds from the start.</param>
    Task<ReadOnlyMemory<byte>?> FrameAsync(double at, int width, int height, CancellationToken cancellationToken);
}

/// <summary>What a container says, before anyone believes it.</summary>
/// <param name="Duration">Seconds; null when the container does not tell.</param>
/// <param name="Picture">The first video track that is no cover picture; null when there is none.</param>
/// <param name="AudioCodec">Null when there is no sound.</param>
public sealed record VideoProbe(double? Duration, PictureTrack? Picture, string? AudioCodec);

/// <summary>A track of pictures as stored: not yet turned, pixels perhaps not square.</summary>
/// <param name="Codec">Null when it is unknown.</param>
/// <param name="PixelAspect">Width of a pixel divided by its height; 1 when the file does not tell.</param>
/// <param name="Rotation">Degrees clockwise to stand upright: 0, 90, 180 or 270.</param>
/// <param name="FrameRate">Frames a second, on average; null when the file does not tell.</param>
public sealed record PictureTrack(string? Codec, int Width, int Height, double PixelAspect, int Rotation, double? FrameRate);

/// <summary>The tools failed, took too long or reached a limit: it costs the poster and the tags, not the upload.</summary>
public sealed class VideoToolException : Exception
{
    public VideoToolException()
        : this("The video could not be looked into.")
    {
    }

    public VideoToolException(string message)
        : base(message)
    {
    }

    public VideoToolException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
