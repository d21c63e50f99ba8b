using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetVips.Native;

/// <summary>Pixels in native memory on their way into an image that will own them.</summary>
internal sealed unsafe class NativePixels(int width, int height, int bands) : IDisposable
{
    private nint _memory = Libvips.Allocate((nuint)Size(width, height, bands));

    public Span<byte> Span => new((void*)_memory, (int)Size(width, height, bands));

    /// <summary>Wraps the memory as an sRGB image (grey when there is one band); the image frees it.</summary>
    public nint ToImage()
    {
        var image = Libvips.ImageNewFromMemory(_memory, (nuint)Size(width, height, bands), width, height, bands, (int)Enums.BandFormat.Uchar);
        if (image == 0)
        {
            throw new VipsException("unable to make image from memory");
        }

        Libvips.ObjectSetDataFull(image, "pixels", _memory, &Release);
        _memory = 0;
        return image;
    }

    public void Dispose()
    {
        Libvips.Free(_memory);
        _memory = 0;
    }

    private static long Size(int width, int height, int bands)
    {
        var size = (long)width * height * bands;
        return size is > 0 and <= int.MaxValue ? size : throw new VipsException($"{width} x {height} x {bands} is no size for an image in memory");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(nint memory) => Libvips.Free(memory);
}
