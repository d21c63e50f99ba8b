using NetVips.Native;

namespace NetVips;

/// <summary>Where images go.</summary>
public sealed partial class Image
{
    /// <summary>Computes all pixels now and answers an image that holds them.</summary>
    public Image CopyMemory()
    {
        var copy = Libvips.ImageCopyMemory(Pixels);
        return copy != 0 ? new Image(copy) : throw new VipsException("unable to copy to memory");
    }

    /// <summary>Computes all pixels; the caller frees them with <see cref="NetVips.Free"/>.</summary>
    public IntPtr WriteToMemory(out ulong size)
    {
        var pixels = Libvips.ImageWriteToMemory(Pixels, out var length);
        size = length;
        return pixels != 0 ? pixels : throw new VipsException("unable to write to memory");
    }

    /// <summary>Computes all pixels into an array.</summary>
    public byte[] WriteToMemory() => WriteToMemory<byte>();

    /// <summary>Computes all pixels into an array of numbers.</summary>
    public unsafe T[] WriteToMemory<T>()
        where T : unmanaged
    {
        var pixels = WriteToMemory(out var size);
        try
        {
            return new ReadOnlySpan<T>((void*)pixels, checked((int)size / sizeof(T))).ToArray();
        }
        finally
        {
            Libvips.Free(pixels);
        }
    }

    public byte[] WebpsaveBuffer(
        int? q = null,
        bool? lossless = null,
        bool? smartSubsample = null,
        int? alphaQ = null,
        int? effort = null,
        Enums.ForeignKeep? keep = null,
        double[]? background = null) =>
        On("webpsave_buffer").With("Q", q).With("lossless", lossless).With("smart_subsample", smartSubsample).With("alpha_q", alphaQ)
            .With("effort", effort).With("keep", keep).With("background", background).ToBytes();

    public byte[] JpegsaveBuffer(
        int? q = null,
        bool? optimizeCoding = null,
        bool? interlace = null,
        Enums.ForeignKeep? keep = null,
        double[]? background = null) =>
        On("jpegsave_buffer").With("Q", q).With("optimize_coding", optimizeCoding).With("interlace", interlace)
            .With("keep", keep).With("background", background).ToBytes();

    public byte[] PngsaveBuffer(
        int? compression = null,
        bool? interlace = null,
        bool? palette = null,
        Enums.ForeignKeep? keep = null) =>
        On("pngsave_buffer").With("compression", compression).With("interlace", interlace).With("palette", palette)
            .With("keep", keep).ToBytes();

    /// <summary>Saves in the format of a suffix such as <c>.tif</c>, options from <paramref name="kwargs"/>.</summary>
    public byte[] WriteToBuffer(string formatString, VOption? kwargs = null) =>
        On(formatString switch
        {
            ".webp" => "webpsave_buffer",
            ".jpg" or ".jpeg" => "jpegsave_buffer",
            ".png" => "pngsave_buffer",
            ".gif" => "gifsave_buffer",
            ".tif" or ".tiff" => "tiffsave_buffer",
            ".avif" or ".heic" => "heifsave_buffer",
            _ => throw new VipsException("unable to write to buffer"),
        }).With(kwargs).ToBytes();
}
