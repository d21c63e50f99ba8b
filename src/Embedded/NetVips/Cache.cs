using NetVips.Native;

namespace NetVips;

/// <summary>The cache of recent operations.</summary>
public static class Cache
{
    /// <summary>Operations kept at most.</summary>
    public static int Max
    {
        get => Libvips.CacheGetMax();
        set => Libvips.CacheSetMax(value);
    }

    /// <summary>Bytes kept at most.</summary>
    public static ulong MaxMem
    {
        get => Libvips.CacheGetMaxMem();
        set => Libvips.CacheSetMaxMem((nuint)value);
    }

    /// <summary>Files kept open at most.</summary>
    public static int MaxFiles
    {
        get => Libvips.CacheGetMaxFiles();
        set => Libvips.CacheSetMaxFiles(value);
    }
}
