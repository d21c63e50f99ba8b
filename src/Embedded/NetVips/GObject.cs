using Microsoft.Win32.SafeHandles;
using NetVips.Native;

namespace NetVips;

/// <summary>A reference to an object of libvips, given back when disposed.</summary>
public class GObject : SafeHandleZeroOrMinusOneIsInvalid
{
    internal GObject(IntPtr pointer)
        : base(ownsHandle: true) => SetHandle(pointer);

    protected override bool ReleaseHandle()
    {
        Libvips.ObjectUnref(handle);
        return true;
    }
}
