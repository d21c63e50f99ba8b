using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetVips.Native;

/// <summary>An array lent to libvips without a copy: it stays pinned until libvips has dropped its last reference to it.</summary>
internal sealed unsafe class PinnedBlob : Blob
{
    private static readonly ConcurrentDictionary<nint, GCHandle> Lent = new();

    public PinnedBlob(byte[] data)
        : base(Lend(data))
    {
    }

    private static nint Lend(byte[] data)
    {
        var pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        var blob = Libvips.BlobNew(&Release, pin.AddrOfPinnedObject(), (nuint)data.Length);
        Lent[blob] = pin;
        return blob;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Release(nint data, nint area)
    {
        if (Lent.TryRemove(area, out var pin))
        {
            pin.Free();
        }

        return 0;
    }
}
