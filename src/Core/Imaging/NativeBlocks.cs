using System.Runtime.InteropServices;

namespace Magpie.Imaging;

/// <summary>
/// Blocks of <see cref="NativeHeap.BlockBytes"/> for what is large and short-lived. A few are kept for the next who asks: to be given memory by the system, page by page, takes longer
/// than to fill it.
/// </summary>
internal static unsafe class NativeBlocks
{
    private static readonly Lock Gate = new();
    private static readonly Stack<nint> Idle = new();

    /// <summary>Blocks that are kept at most: one for each picture that is looked at, and one that comes in.</summary>
    internal static int Kept { get; } = Math.Min(Environment.ProcessorCount + 1, 5);

    /// <summary>A block of <see cref="NativeHeap.BlockBytes"/>, of no particular content.</summary>
    public static byte* Take()
    {
        lock (Gate)
        {
            if (Idle.TryPop(out var block))
            {
                return (byte*)block;
            }
        }

        return (byte*)NativeMemory.Alloc((nuint)NativeHeap.BlockBytes);
    }

    /// <summary>Takes a block back.</summary>
    public static void Return(byte* block)
    {
        lock (Gate)
        {
            if (Idle.Count < Kept)
            {
                Idle.Push((nint)block);
                return;
            }
        }

        NativeMemory.Free(block);
    }
}
