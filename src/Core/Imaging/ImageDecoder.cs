using System.Collections.Frozen;
using NetVips;

namespace Magpie.Imaging;

/// <summary>The one door to picture decoding. Safe for any bytes and for use from many threads; a call occupies its thread until it is done.</summary>
/// <remarks>A fault is the file's; exceptions are ours (libvips missing, out of memory, the machine too busy).</remarks>
public sealed class ImageDecoder
{
    private static readonly Lazy<FrozenSet<string>> Suffixes =
        new(() => NetVips.NetVips.GetSuffixes().ToFrozenSet(StringComparer.OrdinalIgnoreCase));

    private readonly long _maxPixels;
    private readonly int _decodeSide;

    /// <summary>Starts libvips if nobody has yet.</summary>
    /// <exception cref="InvalidOperationException">libvips is missing or too old.</exception>
    public ImageDecoder(ImagingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Libvips.Require();
        _maxPixels = Math.Min(options.MaxPixels, ImagingOptions.HardPixelLimit);
        _decodeSide = options.DecodeSide;
    }

    /// <summary>Whether pictures of this type can be decoded here; HEIC and BMP depend on how libvips was built.</summary>
    public static bool CanDecode(FileType type)
    {
        Libvips.Require();
        return type.IsImage() && Suffixes.Value.Contains(type.Extension());
    }

    /// <summary>Reads the header and checks the limits; allocates nothing by what the header says.</summary>
    public ImageResult<ImageFacts> Inspect(ReadOnlyMemory<byte> file)
    {
        var opened = Open(file);
        using var header = opened.Value;
        return header is null ? new(opened.Fault!) : new(header.Facts);
    }

    /// <summary>
    /// Decodes the first frame, upright, in sRGB, to at most <paramref name="longestSide"/> pixels (the option's default when null); never
    /// enlarges. The caller disposes the result.
    /// </summary>
    public ImageResult<DecodedImage> Decode(ReadOnlyMemory<byte> file, int? longestSide = null) => Decode(file, _ => DecodeSize.AtMost(longestSide ?? _decodeSide));

    /// <summary>The same, the size chosen by what the header says.</summary>
    public ImageResult<DecodedImage> Decode(ReadOnlyMemory<byte> file, Func<ImageFacts, DecodeSize> size)
    {
        ArgumentNullException.ThrowIfNull(size);
        var opened = Open(file);
        using var source = opened.Value;
        return source is null ? new(opened.Fault!)
            : Guarded(source.Facts.Type, () => source.Fit(size(source.Facts)));
    }

    /// <summary>
    /// Decodes straight to what a model wants: no more of the file than that needs, alpha over white. Cheaper than <see cref="Decode(ReadOnlyMemory{byte}, int?)"/> and
    /// <see cref="DecodedImage.ResizeTo"/> when nothing else is wanted of the picture. The caller disposes the result.
    /// </summary>
    public ImageResult<PixelBuffer> DecodeTo(ReadOnlyMemory<byte> file, ModelInputSize size)
    {
        ArgumentNullException.ThrowIfNull(size);
        var opened = Open(file);
        using var source = opened.Value;
        return source is null ? new(opened.Fault!)
            : Guarded(source.Facts.Type, () =>
            {
                using var image = source.ForModel(size);
                return new PixelBuffer(image);
            });
    }

    /// <summary>Reads the EXIF block, if the file is a picture and has one.</summary>
    public ExifFacts ReadExif(ReadOnlyMemory<byte> file)
    {
        using var source = Open(file).Value;
        return source?.Exif ?? ExifFacts.None;
    }

    private ImageResult<ImageSource> Open(ReadOnlyMemory<byte> file)
    {
        if (LeadingBytes.Sniff(file.Span) is not { } type || !type.IsImage())
        {
            return new(new ImageFault(ImageFault.UnsupportedType, "This is not a picture of an accepted type."));
        }

        if (type is FileType.Heic or FileType.Avif && !HeifBoxes.AreWhole(file.Span))
        {
            return new(DecodeFaults.Damaged);
        }

        var opened = Guarded(type, () => ImageSource.Open(type, file));
        if (opened.Value?.Facts is { } facts && (long)facts.StoredWidth * facts.StoredHeight is var pixels && pixels > _maxPixels)
        {
            opened.Value.Dispose();
            return new(new ImageFault(
                ImageFault.TooManyPixels,
                $"The picture is {facts.StoredWidth} x {facts.StoredHeight} pixels; at most {_maxPixels / 1e6:0.#} million are accepted. Send a smaller one."));
        }

        return opened;
    }

    private static ImageResult<T> Guarded<T>(FileType type, Func<T> work)
        where T : class
    {
        try
        {
            return new(work());
        }
        catch (VipsException exception)
        {
            return new(DecodeFaults.From(type, exception));
        }
    }
}
