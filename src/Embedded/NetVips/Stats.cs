using NetVips.Native;

namespace NetVips;

/// <summary>What libvips holds at the moment.</summary>
public static class Stats
{
    /// <summary>Live allocations.</summary>
    public static int Allocations => Libvips.TrackedGetAllocs();

    /// <summary>Bytes in live allocations.</summary>
    public static int Mem => (int)Math.Min(Libvips.TrackedGetMem(), int.MaxValue);

    /// <summary>The most bytes that were allocated at one time.</summary>
    public static ulong MemHighwater => Libvips.TrackedGetMemHighwater();
}
