using System.Runtime.InteropServices;

namespace Magpie.Imaging;

/// <summary>
/// Bounds what glibc keeps of the memory of decoded pictures. By default it learns to keep blocks of up to 32 MB, in eight arenas a core; giving all of it back
/// at once costs more than decoding, for the system clears each page that it hands out again.
/// </summary>
/// <remarks>Source: mallopt(3). What each setting costs is in docs/decisions/imaging.md.</remarks>
internal static partial class NativeHeap
{
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;
    private const int MostArenas = -8;

    /// <summary>Bytes from which on a block is mapped, and so given back when it is freed: a photo decoded for its preview is smaller, and used again for the next.</summary>
    private const int Mapped = 8 << 20;

    /// <summary>Free bytes that the heap keeps at its end.</summary>
    private const int Kept = 16 << 20;

    /// <summary>Bytes from which on a block is worth mapping, if it is not used again.</summary>
    private const int Large = 128 << 10;

    private static volatile bool _isBounded;

    /// <summary>Bytes of a block that is mapped, for <see cref="NativeBlocks"/>; 0 where nothing is bounded. What is not written to takes no memory.</summary>
    public static int BlockBytes => _isBounded ? Mapped : 0;

    /// <summary>Whether so many bytes are worth a block of <see cref="BlockBytes"/>.</summary>
    public static bool IsWorthABlock(int length) => _isBounded && length is >= Large and <= Mapped;

    /// <summary>Sets these limits, and two arenas. Does nothing where there is no glibc.</summary>
    public static void KeepFlat()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            // An option that is refused leaves the default, which works too.
            _isBounded = SetOption(MapThreshold, Mapped) == 1;
            _ = SetOption(TrimThreshold, Kept);
            _ = SetOption(MostArenas, 2);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library, which has no such habits.
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
