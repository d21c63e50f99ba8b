using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetVips.Native;

/// <summary>An array lent to libvips without a copy: it stays pinned until libvips has dropped its last reference to it.</summary>
internal sealed unsafe class PinnedBlob : IDisposable
{
    private static readonly ConcurrentDictionary<nint, GCHandle> Lent = new();

    public PinnedBlob(byte[] data)
    {
        var pin = GCHandle.Alloc(data, GCHandleType.Pinned);
        Pointer = Libvips.BlobNew(&Release, pin.AddrOfPinnedObject(), (nuint)data.Length);
        Lent[Pointer] = pin;
    }

    public nint Pointer { get; }

    public void Dispose() => Libvips.AreaUnref(Pointer);

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
