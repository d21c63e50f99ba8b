using System.Runtime.InteropServices;
using NetVips.Loaders;
using NetVips.Native;

namespace NetVips;

/// <summary>Settings and facts of the library as a whole.</summary>
#pragma warning disable MA0049 // The vendor's name.
public static class NetVips
#pragma warning restore MA0049
{
    /// <summary>Worker threads per pipeline.</summary>
    public static int Concurrency
    {
        get => Libvips.ConcurrencyGet();
        set => Libvips.ConcurrencySet(value);
    }

    /// <summary>Blocks the operations that libvips marks as unsafe with untrusted input.</summary>
    public static bool BlockUntrusted
    {
        set => Libvips.BlockUntrustedSet(value ? 1 : 0);
    }

    /// <summary>Part of libvips' version: 0 major, 1 minor, 2 patch.</summary>
    public static int Version(int flag, bool fromModule = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(flag);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(flag, 2);
        if (fromModule && ModuleInitializer.Version is { } version)
        {
            return (version >> (16 - (8 * flag))) & 0xFF;
        }

        var value = Libvips.Version(flag);
        return value >= 0 ? value : throw new VipsException("Unable to get library version");
    }

    /// <summary>Whether libvips is at least this version.</summary>
    public static bool AtLeastLibvips(int x, int y, int z = 0) =>
        (Version(0), Version(1), Version(2)).CompareTo((x, y, z)) >= 0;

    /// <summary>GType of the operation or class with this nickname; zero when there is none.</summary>
    public static IntPtr TypeFind(string basename, string nickname) => Libvips.TypeFind(basename, nickname);

    /// <summary>File name suffixes that can be read or written, the two formats added here included.</summary>
    public static unsafe string[] GetSuffixes()
    {
        var suffixes = new HashSet<string>(StringComparer.Ordinal) { BmpLoader.Suffix };
        var names = (nint*)Libvips.ForeignGetSuffixes();
        for (var at = names; *at != 0; at++)
        {
            suffixes.Add(Marshal.PtrToStringUTF8(*at) ?? string.Empty);
            Libvips.Free(*at);
        }

        Libvips.Free((nint)names);
        if (!HeicDecoder.IsAvailable)
        {
            suffixes.ExceptWith(HeicDecoder.Suffixes);
        }

        return [.. suffixes];
    }

    /// <summary>Frees memory that <see cref="Image.WriteToMemory(out ulong)"/> handed out.</summary>
    public static void Free(IntPtr mem) => Libvips.Free(mem);
}
