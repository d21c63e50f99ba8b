using System.Runtime.InteropServices;
using NetVips.Native;

namespace NetVips;

/// <summary>An image or, mostly, a recipe for one: pixels are computed when something asks for them.</summary>
public sealed partial class Image : GObject
{
    private readonly Func<nint>? _decode;
    private Image? _decoded;

    internal Image(IntPtr pointer)
        : base(pointer)
    {
    }

    /// <summary>An image of which libvips knows the header only; <paramref name="decode"/> makes the pixels when they are wanted.</summary>
    internal Image(IntPtr header, Func<nint> decode)
        : base(header) => _decode = decode;

    public int Width => Libvips.ImageGetWidth(handle);

    public int Height => Libvips.ImageGetHeight(handle);

    public int Bands => Libvips.ImageGetBands(handle);

    public Enums.BandFormat Format => (Enums.BandFormat)Libvips.ImageGetFormat(handle);

    public Enums.Interpretation Interpretation => (Enums.Interpretation)Libvips.ImageGetInterpretation(handle);

    /// <summary>Height of one frame of an image that holds several, one below the other.</summary>
    public int PageHeight => Libvips.ImageGetPageHeight(handle);

    /// <summary>The object whose pixels can be computed.</summary>
    internal nint Pixels => _decode is null ? handle : (_decoded ??= new Image(_decode())).handle;

    /// <summary>This header with pixels to be made later; takes over the reference.</summary>
    internal Image Deferred(Func<nint> decode)
    {
        var image = new Image(Libvips.ObjectRef(handle), decode);
        Dispose();
        return image;
    }

    public bool HasAlpha() => Libvips.ImageHasAlpha(handle) != 0;

    /// <summary>Whether there is metadata of this name.</summary>
    public bool Contains(string name) => Libvips.ImageGetTypeof(handle, name) != 0;

    /// <summary>Metadata: an int, double, string or byte array.</summary>
    public object Get(string name)
    {
        if (Libvips.ImageGet(handle, name, out var value) != 0)
        {
            throw new VipsException($"unable to get {name}");
        }

        try
        {
            return value.Type switch
            {
                GTypes.Int => Libvips.ValueGetInt(ref value),
                GTypes.Double => Libvips.ValueGetDouble(ref value),
                GTypes.String => Marshal.PtrToStringUTF8(Libvips.ValueGetString(ref value)) ?? string.Empty,
                _ when value.Type == GTypes.RefString => Marshal.PtrToStringUTF8(Libvips.ValueGetRefString(ref value, out _)) ?? string.Empty,
                _ when value.Type == GTypes.Blob => Operation.Bytes(ref value),
                _ => throw new VipsException($"{name} is of a type that is not read here"),
            };
        }
        finally
        {
            Libvips.ValueUnset(ref value);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoded?.Dispose();
        }

        base.Dispose(disposing);
    }
}
