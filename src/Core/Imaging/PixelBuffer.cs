namespace Magpie.Imaging;

/// <summary>8-bit sRGB pixels in native memory, byte[height, width, 3]; freed when disposed.</summary>
public sealed unsafe class PixelBuffer : IDisposable
{
    /// <summary>Bytes of a pixel.</summary>
    public const int Bands = 3;

    private nint _pixels;

    internal PixelBuffer(NetVips.Image image)
    {
        (Width, Height) = (image.Width, image.Height);
        _pixels = image.WriteToMemory(out var size);
        if (size != (ulong)Length)
        {
            Dispose();
            throw new InvalidOperationException($"{Width} x {Height} RGB pixels came as {size} bytes.");
        }
    }

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <summary>Row by row from the top, without padding; valid until disposed.</summary>
    public ReadOnlySpan<byte> Rgb
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pixels == 0, this);
            return new ReadOnlySpan<byte>((void*)_pixels, Length);
        }
    }

    private int Length => checked(Width * Height * Bands);

    public void Dispose()
    {
        NetVips.NetVips.Free(_pixels);
        _pixels = 0;
        GC.SuppressFinalize(this);
    }

#pragma warning disable MA0055 // The memory is native: without this, forgetting to dispose would leak it.
    ~PixelBuffer() => NetVips.NetVips.Free(_pixels);
#pragma warning restore MA0055
}
