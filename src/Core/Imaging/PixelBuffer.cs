using System.Runtime.InteropServices;

namespace Magpie.Imaging;

/// <summary>8-bit sRGB pixels in native memory, byte[height, width, 3]; freed when disposed.</summary>
public sealed unsafe class PixelBuffer : IDisposable
{
    /// <summary>Bytes of a pixel.</summary>
    public const int Bands = 3;

    private readonly Memory _kind;
    private readonly PixelBuffer? _lender;
    private nint _pixels;

    internal PixelBuffer(NetVips.Image image)
    {
        (Width, Height, _kind) = (image.Width, image.Height, Memory.Libvips);
        _pixels = image.WriteToMemory(out var size);
        if (size != (ulong)Length)
        {
            Dispose();
            throw new InvalidOperationException($"{Width} x {Height} RGB pixels came as {size} bytes.");
        }
    }

    /// <summary>Pixels of no particular colour, to be written to.</summary>
    internal PixelBuffer(int width, int height)
    {
        (Width, Height, _kind) = (width, height, Memory.Own);
        _pixels = (nint)NativeMemory.Alloc((nuint)Length);
    }

    private PixelBuffer(PixelBuffer lender)
    {
        (Width, Height, _kind, _lender) = (lender.Width, lender.Height, Memory.Lent, lender);
        _pixels = lender.Address;
    }

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <summary>Row by row from the top, without padding; valid until disposed.</summary>
    public ReadOnlySpan<byte> Rgb => Writable;

    /// <summary>The same, for who makes them.</summary>
    internal Span<byte> Writable => new((void*)Address, Length);

    /// <summary>Of the first pixel.</summary>
    internal nint Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pixels == 0, this);
            return _lender?.Address ?? _pixels;
        }
    }

    private int Length => checked(Width * Height * Bands);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>The same pixels, without a copy; they go with these.</summary>
    internal PixelBuffer Lend() => new(this);

    private void Free()
    {
        if (_kind == Memory.Libvips)
        {
            NetVips.NetVips.Free(_pixels);
        }
        else if (_kind == Memory.Own)
        {
            NativeMemory.Free((void*)_pixels);
        }

        _pixels = 0;
    }

#pragma warning disable MA0055 // The memory is native: without this, forgetting to dispose would leak it.
    ~PixelBuffer() => Free();
#pragma warning restore MA0055

    private enum Memory
    {
        Libvips,
        Own,
        Lent,
    }
}
