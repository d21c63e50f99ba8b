using System.Runtime.Intrinsics.X86;

namespace Magpie.Imaging;

/// <summary>
/// Memory that is about to be read, on its way while something else is done. The processor guesses what comes next where reading goes on; rows of which several
/// are read side by side, and parts of rows, it does not guess.
/// </summary>
internal static class Upcoming
{
    private const int CacheLine = 64;

    public static unsafe void Fetch(ReadOnlySpan<byte> bytes)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        fixed (byte* first = bytes)
        {
            for (var at = 0; at < bytes.Length; at += CacheLine)
            {
                Sse.Prefetch0(first + at);
            }
        }
    }
}
