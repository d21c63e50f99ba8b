using System.Runtime.InteropServices;

namespace NetVips.Native;

/// <summary>GLib's tagged value, as it lies in memory.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct GValue
{
    public nint Type;
    public ulong First;
    public ulong Second;
}

/// <summary>GLib's fundamental types: their number shifted by two, as <c>G_TYPE_MAKE_FUNDAMENTAL</c> does.</summary>
internal static class GTypes
{
    public const nint Boolean = 5 << 2;
    public const nint Int = 6 << 2;
    public const nint Double = 15 << 2;
    public const nint String = 16 << 2;

    public static readonly nint Image = Libvips.ImageGetType();
    public static readonly nint Blob = Libvips.BlobGetType();
    public static readonly nint RefString = Libvips.RefStringGetType();
    public static readonly nint ArrayDouble = Libvips.ArrayDoubleGetType();
}
