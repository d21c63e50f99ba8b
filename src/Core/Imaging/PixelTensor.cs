using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Magpie.Imaging;

/// <summary>Turns pixels into a model's input in one pass: <c>value = (pixel · scale − mean) / std</c>, per channel in the model's order.</summary>
public static class PixelTensor
{
    private const int Channels = 3;

    /// <summary>Fills a tensor from 8-bit RGB pixels.</summary>
    /// <param name="rgb">byte[height, width, 3], sRGB.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="layout">Where the tensor has its channels.</param>
    /// <param name="order">Order of the tensor's channels, and so of <paramref name="mean"/> and <paramref name="std"/>.</param>
    /// <param name="scale">Factor before the mean is taken off, such as 1/255.</param>
    /// <param name="mean">float[3].</param>
    /// <param name="std">float[3], none of them 0.</param>
    /// <param name="destination">float[3 · width · height].</param>
    public static void Write(
        ReadOnlySpan<byte> rgb,
        int width,
        int height,
        TensorLayout layout,
        ChannelOrder order,
        float scale,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> std,
        Span<float> destination)
    {
        var pixels = checked(width * height);
        if (rgb.Length != pixels * Channels || destination.Length != rgb.Length || mean.Length != Channels || std.Length != Channels)
        {
            throw new ArgumentException("Pixels and tensor must be width times height times 3 long, mean and std 3.", nameof(destination));
        }

        new TensorCanvas(pixels, 1, layout, order, scale, mean, std).Row(0, rgb, destination);
    }

    /// <summary>To planes, each with a factor and an offset.</summary>
    internal static void Planes(
        ReadOnlySpan<byte> rgb,
        Span<float> red,
        Span<float> green,
        Span<float> blue,
        (float Factor, float Offset) r,
        (float Factor, float Offset) g,
        (float Factor, float Offset) b)
    {
        var at = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            // 16 bytes hold the 4 pixels (12 bytes) at their start; a shuffle puts each channel's bytes into the low byte of an int.
            const byte Zero = 0xFF;
            var pickRed = Vector128.Create(0, Zero, Zero, Zero, 3, Zero, Zero, Zero, 6, Zero, Zero, Zero, 9, Zero, Zero, Zero);
            var pickGreen = Vector128.Create(1, Zero, Zero, Zero, 4, Zero, Zero, Zero, 7, Zero, Zero, Zero, 10, Zero, Zero, Zero);
            var pickBlue = Vector128.Create(2, Zero, Zero, Zero, 5, Zero, Zero, Zero, 8, Zero, Zero, Zero, 11, Zero, Zero, Zero);
            ref var source = ref MemoryMarshal.GetReference(rgb);
            if (Avx2.IsSupported)
            {
                var (red8, green8, blue8) = (Vector256.Create(pickRed, pickRed), Vector256.Create(pickGreen, pickGreen), Vector256.Create(pickBlue, pickBlue));
                for (; ((at + Vector128<float>.Count) * Channels) + Vector128<byte>.Count <= rgb.Length; at += Vector256<float>.Count)
                {
                    var place = (nuint)(at * Channels);
                    var eight = Vector256.Create(Vector128.LoadUnsafe(ref source, place), Vector128.LoadUnsafe(ref source, place + (4 * Channels)));
                    Store(Avx2.Shuffle(eight, red8), r, red, at);
                    Store(Avx2.Shuffle(eight, green8), g, green, at);
                    Store(Avx2.Shuffle(eight, blue8), b, blue, at);
                }
            }

            for (; (at * Channels) + Vector128<byte>.Count <= rgb.Length; at += Vector128<float>.Count)
            {
                var four = Vector128.LoadUnsafe(ref source, (nuint)(at * Channels));
                Store(Vector128.Shuffle(four, pickRed), r, red, at);
                Store(Vector128.Shuffle(four, pickGreen), g, green, at);
                Store(Vector128.Shuffle(four, pickBlue), b, blue, at);
            }
        }

        for (; at < red.Length; at++)
        {
            red[at] = (rgb[at * Channels] * r.Factor) + r.Offset;
            green[at] = (rgb[(at * Channels) + 1] * g.Factor) + g.Offset;
            blue[at] = (rgb[(at * Channels) + 2] * b.Factor) + b.Offset;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector128<byte> bytes, (float Factor, float Offset) map, Span<float> plane, int at) =>
        ((Vector128.ConvertToSingle(bytes.AsInt32()) * map.Factor) + Vector128.Create(map.Offset))
            .StoreUnsafe(ref MemoryMarshal.GetReference(plane), (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<byte> bytes, (float Factor, float Offset) map, Span<float> plane, int at) =>
        ((Vector256.ConvertToSingle(bytes.AsInt32()) * map.Factor) + Vector256.Create(map.Offset))
            .StoreUnsafe(ref MemoryMarshal.GetReference(plane), (nuint)at);

    /// <summary>To pixels in the same order or the opposite; factors and offsets are in that of the tensor.</summary>
    internal static void Interleaved(
        ReadOnlySpan<byte> rgb, ChannelOrder order, ReadOnlySpan<float> factor, ReadOnlySpan<float> offset, Span<float> destination)
    {
        if (order == ChannelOrder.Bgr)
        {
            for (var i = 0; i < rgb.Length; i += Channels)
            {
                destination[i] = (rgb[i + 2] * factor[0]) + offset[0];
                destination[i + 1] = (rgb[i + 1] * factor[1]) + offset[1];
                destination[i + 2] = (rgb[i] * factor[2]) + offset[2];
            }

            return;
        }

        // 96 is a whole number of pixels and of vectors, so one pattern of factors and offsets serves all blocks.
        const int Block = 96;
        Span<float> factors = stackalloc float[Block];
        Span<float> offsets = stackalloc float[Block];
        for (var i = 0; i < Block; i++)
        {
            (factors[i], offsets[i]) = (factor[i % Channels], offset[i % Channels]);
        }

        TensorPrimitives.ConvertTruncating(rgb, destination);
        for (var at = 0; at < destination.Length; at += Block)
        {
            var block = destination.Slice(at, Math.Min(Block, destination.Length - at));
            TensorPrimitives.MultiplyAdd(block, factors[..block.Length], offsets[..block.Length], block);
        }
    }
}
