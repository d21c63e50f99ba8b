using System.Runtime.InteropServices;
using NetVips.Loaders;
using NetVips.Native;

namespace NetVips;

/// <summary>Where images come from.</summary>
public sealed partial class Image
{
    /// <summary>Opens a file in memory; pixels are decoded when they are wanted.</summary>
    public static Image NewFromBuffer(
        byte[] data,
        string strOptions = "",
        Enums.Access? access = null,
        Enums.FailOn? failOn = null,
        VOption? kwargs = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (BmpLoader.Recognises(data))
        {
            return BmpLoader.Open(data);
        }

        using var blob = new PinnedBlob(data);
        var image = Operation.New(Loader(data)).WithString(strOptions).With("buffer", blob)
            .With("access", access).With("fail_on", failOn).With(kwargs).ToImage();
        return HeicDecoder.Needed(image) ? HeicDecoder.Open(image, data) : image;
    }

    /// <summary>Opens a copy of a file in memory.</summary>
    public static Image NewFromBuffer(
        ReadOnlySpan<byte> data,
        string strOptions = "",
        Enums.Access? access = null,
        Enums.FailOn? failOn = null,
        VOption? kwargs = null)
    {
        if (BmpLoader.Recognises(data) || HeicDecoder.MayBeNeeded(data))
        {
            return NewFromBuffer(data.ToArray(), strOptions, access, failOn, kwargs);
        }

        using var blob = new CopiedBlob(data);
        return Operation.New(Loader(data)).WithString(strOptions).With("buffer", blob)
            .With("access", access).With("fail_on", failOn).With(kwargs).ToImage();
    }

    /// <summary>Decodes no more of a file than a picture of this size needs, turned upright.</summary>
    public static Image ThumbnailBuffer(
        byte[] buffer,
        int width,
        string? optionString = null,
        int? height = null,
        Enums.Size? size = null,
        bool? noRotate = null,
        Enums.Interesting? crop = null,
        bool? linear = null,
        string? inputProfile = null,
        string? outputProfile = null,
        Enums.Intent? intent = null,
        Enums.FailOn? failOn = null)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (BmpLoader.Recognises(buffer) || HeicDecoder.MayBeNeeded(buffer))
        {
            using var image = NewFromBuffer(buffer);
            return image.ThumbnailImage(width, height, size, noRotate, crop, linear, inputProfile, outputProfile, intent, failOn);
        }

        using var blob = new PinnedBlob(buffer);
        return Operation.New("thumbnail_buffer").With("buffer", blob).With("width", width).With("option_string", optionString)
            .With(Thumbnail(height, size, noRotate, crop, linear, inputProfile, outputProfile, intent, failOn)).ToImage();
    }

    /// <summary>Wraps pixels that the caller keeps alive for longer than the image.</summary>
    public static Image NewFromMemory(IntPtr data, ulong size, int width, int height, int bands, Enums.BandFormat format) =>
        FromMemory(Libvips.ImageNewFromMemory(data, (nuint)size, width, height, bands, (int)format));

    /// <summary>Wraps a copy of pixels.</summary>
    public static unsafe Image NewFromMemoryCopy<T>(ReadOnlySpan<T> data, int width, int height, int bands, Enums.BandFormat format)
        where T : unmanaged
    {
        fixed (T* first = data)
        {
            return FromMemory(Libvips.ImageNewFromMemoryCopy(
                (nint)first, (nuint)(data.Length * sizeof(T)), width, height, bands, (int)format));
        }
    }

    private static Image FromMemory(nint pointer) =>
        pointer != 0 ? new Image(pointer) : throw new VipsException("unable to make image from memory");

    private static unsafe string Loader(ReadOnlySpan<byte> data)
    {
        fixed (byte* first = data)
        {
            // A class name such as VipsForeignLoadJpegBuffer; operations can be made by it.
            return Marshal.PtrToStringUTF8(Libvips.ForeignFindLoadBuffer(first, (nuint)data.Length))
                ?? throw new VipsException("unable to load from buffer");
        }
    }
}
