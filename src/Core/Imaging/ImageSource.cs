using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using NetVips;

namespace Magpie.Imaging;

/// <summary>A picture file of which the header has been read, and the cheapest way from it to a size.</summary>
internal sealed class ImageSource : IDisposable
{
    // A file that ends early or whose checksums are wrong is damaged; one with oddities that decoders only warn of is not.
    private const Enums.FailOn FailOn = Enums.FailOn.Error;

    // thumbnail_buffer does not pass its fail_on to the loader (libvips issue 5195), so the loader is told itself.
    private const string LoaderOptions = "[fail_on=error]";

    private static readonly double[] White = [255];

    /// <summary>Bytes at a JPEG's start that have its header, unless much stands before it.</summary>
    private const int Head = 128 << 10;

    private readonly ReadOnlyMemory<byte> _file;
    private readonly Image _header;

    private ImageSource(ReadOnlyMemory<byte> file, Image header, ImageFacts facts) => (_file, _header, Facts) = (file, header, facts);

    public ImageFacts Facts { get; }

    public ExifFacts Exif =>
        Facts.Type == FileType.Tiff ? ExifFacts.ReadTiff(WholeArray(_file))
        : _header.Contains("exif-data") && _header.Get("exif-data") is byte[] block ? ExifFacts.Read(block)
        : ExifFacts.None;

    private bool IsTurned => Facts.Orientation >= 5;

    public static ImageSource Open(FileType type, ReadOnlyMemory<byte> file)
    {
        // What the JPEG decoder reads from is copied outside the collected heap, its start for the header and then all for the pixels. Others take a whole array.
        var bytes = type == FileType.Jpeg ? file : WholeArray(file);
        var header = type == FileType.Jpeg ? LoadHead(bytes) : Load(bytes);
        var orientation = header.Contains("orientation") && header.Get("orientation") is int and >= 1 and <= 8 and var number ? number : 1;
        var frames = header.Contains("n-pages") && header.Get("n-pages") is int pages ? Math.Max(pages, 1) : 1;
        var (width, height) = orientation >= 5 ? (header.Height, header.Width) : (header.Width, header.Height);
        return new(bytes, header, new ImageFacts(type, width, height, header.Width, header.Height, orientation, frames, header.HasAlpha()));
    }

    /// <summary>
    /// Upright, 8-bit, with or without alpha, in memory, of this size: in sRGB, and with the file's own pixel
    /// values where its profile says that they are RGB of another kind.
    /// </summary>
    public DecodedImage Fit(DecodeSize size)
    {
        using var fitted = size.IsLeast ? AtLeast(size.LongestSide) : Thumbnail(size.LongestSide, size.LongestSide);
        if (ModelProfile == OutputProfile)
        {
            using var srgb = ToSrgb(fitted);
            var (image, pixels) = InMemoryOfOurs(srgb);
            return new(image, null, Facts, pixels);
        }

        var own = InMemory(fitted);
        try
        {
            using var converted = own.ThumbnailImage(
                own.Width, height: own.Height, size: Enums.Size.Force, noRotate: true, outputProfile: OutputProfile);
            return new(InMemory(converted), own, Facts);
        }
        catch (VipsException)
        {
            own.Dispose();
            throw;
        }
    }

    /// <summary>Upright, 8-bit RGB without alpha, of the very size.</summary>
    public Image ForModel(ModelInputSize size)
    {
        var plan = ResizePlan.For(Facts.Width, Facts.Height, size);
        if (ShrinkOnLoad(plan) is not { } shrink)
        {
            // Enough for the linear kernel to do the last halving, as it would from the whole picture.
            using var larger = Thumbnail(plan.Width * 2, plan.Height * 2);
            using var upright = InMemory(larger);
            return ResizePlan.For(upright.Width, upright.Height, size).Apply(Opaque(upright));
        }

        using var loaded = Load(_file, shrink);
        return plan.Crop(Upright(plan.Resize(loaded, IsTurned)));
    }

    /// <summary>8-bit sRGB, turned as the file says; each operation costs, so none that would change nothing. Disposes of what it is given.</summary>
    private Image Upright(Image resized)
    {
        if (Facts.Orientation == 1 && resized is { Interpretation: Enums.Interpretation.Srgb, Format: Enums.BandFormat.Uchar })
        {
            return resized;
        }

        using (resized)
        {
            // Turning needs pixels in any order; the decoder gives them from the top down.
            using var memory = resized.CopyMemory();
            using var turned = memory.Autorot();
            return ToSrgb(turned);
        }
    }

    public void Dispose() => _header.Dispose();

    /// <summary>Without a profile, or with one that says sRGB, pixels are sRGB already: no conversion, which costs more than the resize.</summary>
    private string? OutputProfile =>
        _header.Contains("icc-profile-data") && _header.Get("icc-profile-data") is byte[] profile && !IccProfile.IsSrgb(profile) ? "srgb" : null;

    /// <summary>Models see RGB values as they are in the file, as those did that they were trained on; only other colours are converted.</summary>
    private string? ModelProfile => _header.Interpretation == Enums.Interpretation.Srgb ? null : OutputProfile;

    /// <summary>The JPEG decoder's own 1/2, 1/4 or 1/8, when that leaves at least the pixels that are needed; null for other files.</summary>
    private int? ShrinkOnLoad(ResizePlan plan) => plan.IsExcessive ? null : ShrinkOnLoad(Math.Min(Facts.Width / (double)plan.Width, Facts.Height / (double)plan.Height));

    /// <summary>The same for a picture that may become so many times smaller.</summary>
    private int? ShrinkOnLoad(double most) =>
        Facts.Type == FileType.Jpeg && _header.Interpretation is Enums.Interpretation.Srgb or Enums.Interpretation.Bw
            ? ScaleWithin(most)
            : null;

    /// <summary>The most of the decoder's scales that makes a picture at most so many times smaller.</summary>
    private static int ScaleWithin(double most) => most >= 8 ? 8 : most >= 4 ? 4 : most >= 2 ? 2 : 1;

    /// <summary>At least so many pixels on the longest side, upright: as the JPEG decoder has them, or twice as many where they are to be made smaller once more.</summary>
    private Image AtLeast(int longestSide)
    {
        var most = Math.Max(Facts.Width, Facts.Height) / (double)longestSide;
        return most < 16 && ModelProfile == OutputProfile && ShrinkOnLoad(most) is { } shrink
            ? Upright(Load(_file, shrink))
            : Thumbnail(2 * longestSide, 2 * longestSide);
    }

    /// <summary>At most so many pixels, upright.</summary>
    private Image Thumbnail(int width, int height)
    {
        if (IsWholeArray(_file, out var array))
        {
            return Image.ThumbnailBuffer(array, width, LoaderOptions, height, Enums.Size.Down, outputProfile: ModelProfile, failOn: FailOn);
        }

        // What thumbnail_buffer does: the decoder's own scaling, as long as a halving is left for the kernel.
        var shrink = Math.Max((double)Facts.Width / width, (double)Facts.Height / height);
        using var loaded = Load(_file, ScaleWithin(shrink / 2));
        return loaded.ThumbnailImage(width, height: height, size: Enums.Size.Down, outputProfile: ModelProfile, failOn: FailOn);
    }

    private static Image LoadHead(ReadOnlyMemory<byte> file)
    {
        if (file.Length <= Head)
        {
            return Load(file);
        }

        try
        {
            return Load(file[..Head]);
        }
        catch (VipsException)
        {
            return Load(file);
        }
    }

    private static Image Load(ReadOnlyMemory<byte> file, int? shrink = null)
    {
        var options = shrink is { } factor ? new VOption { { "shrink", factor } } : null;
        return IsWholeArray(file, out var array)
            ? Image.NewFromBuffer(array, access: Enums.Access.Sequential, failOn: FailOn, kwargs: options)
            : Image.NewFromBuffer(file.Span, access: Enums.Access.Sequential, failOn: FailOn, kwargs: options);
    }

    private static byte[] WholeArray(ReadOnlyMemory<byte> file) => IsWholeArray(file, out var array) ? array : file.ToArray();

    private static bool IsWholeArray(ReadOnlyMemory<byte> file, [NotNullWhen(true)] out byte[]? array)
    {
        array = MemoryMarshal.TryGetArray(file, out var segment) && segment.Count == segment.Array?.Length ? segment.Array : null;
        return array is not null;
    }

    private static Image InMemory(Image image)
    {
        using var srgb = ToSrgb(image);
        return srgb.CopyMemory();
    }

    /// <summary>The picture, and where its pixels are when they are plain RGB; what reads them itself then needs no copy.</summary>
    private static (Image Image, PixelBuffer? Pixels) InMemoryOfOurs(Image srgb)
    {
        if (srgb.Bands != PixelBuffer.Bands)
        {
            return (srgb.CopyMemory(), null);
        }

        var pixels = new PixelBuffer(srgb);
        using var plain = Image.NewFromMemory(
            pixels.Address, (ulong)pixels.Rgb.Length, pixels.Width, pixels.Height, PixelBuffer.Bands, Enums.BandFormat.Uchar);
        return (plain.Copy(interpretation: Enums.Interpretation.Srgb), pixels);
    }

    private static Image ToSrgb(Image image)
    {
        using var srgb = image.Interpretation == Enums.Interpretation.Srgb ? image.Copy() : image.Colourspace(Enums.Interpretation.Srgb);
        return srgb.Cast(Enums.BandFormat.Uchar);
    }

    private static Image Opaque(Image image) => image.HasAlpha() ? image.Flatten(White) : image.Copy();
}
