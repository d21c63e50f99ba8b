using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Magpie.Imaging;
using Microsoft.ML.OnnxRuntime;

namespace Magpie.Tagging;

/// <summary>One image as a model takes it, in pooled memory that is pinned and read in place; given back when disposed.</summary>
internal sealed class InputTensor : IDisposable
{
    private readonly Action _return;

    private InputTensor(OrtValue value, Action giveBack) => (Value, _return) = (value, giveBack);

    public OrtValue Value { get; }

    /// <summary>From pixels of the pack's size.</summary>
    public static InputTensor From(PixelBuffer pixels, PackInput input) => From(pixels.Rgb, pixels.Width, pixels.Height, input);

    /// <summary>From byte[height, width, 3], sRGB.</summary>
    public static InputTensor From(ReadOnlySpan<byte> rgb, int width, int height, PackInput input)
    {
        var count = rgb.Length;
        var floats = ArrayPool<float>.Shared.Rent(count);
        PixelTensor.Write(rgb, width, height, LayoutOf(input), OrderOf(input), input.Scale, MeanOf(input), StdOf(input), floats.AsSpan(0, count));
        return From(floats, count, input.Type, input.ShapeOf(width, height));
    }

    /// <summary>From rows of pixels, sRGB, in the upper left corner of a canvas that is black elsewhere: none of them is kept but in the tensor.</summary>
    /// <param name="width">Pixels of the canvas.</param>
    /// <param name="height">Pixels of the canvas.</param>
    /// <param name="rows">How many are drawn, from the first on.</param>
    /// <param name="draw">Is given what takes each of them.</param>
    public static InputTensor From(int width, int height, PackInput input, int rows, Action<PixelRow> draw)
    {
        var canvas = new TensorCanvas(width, height, LayoutOf(input), OrderOf(input), input.Scale, MeanOf(input), StdOf(input));
        var floats = ArrayPool<float>.Shared.Rent(canvas.Count);
        draw((row, rgb) => canvas.Row(row, rgb, floats.AsSpan(0, canvas.Count)));
        canvas.Black(rows, floats.AsSpan(0, canvas.Count));
        return From(floats, canvas.Count, input.Type, input.ShapeOf(width, height));
    }

    /// <summary>All zeros, for a warm-up run; where the model takes any size, a small one.</summary>
    public static InputTensor Empty(PackInput input)
    {
        const int any = 128;
        var multiple = input.MultipleOf ?? 32;
        var side = Math.Max(any / multiple, 1) * multiple;
        var shape = input.ShapeOf(input.Width ?? side, input.Height ?? side);
        var count = checked((int)shape.Aggregate((a, b) => a * b));
        var floats = ArrayPool<float>.Shared.Rent(count);
        floats.AsSpan(0, count).Clear();
        return From(floats, count, input.Type, shape);
    }

    public void Dispose()
    {
        Value.Dispose();
        _return();
    }

    private static TensorLayout LayoutOf(PackInput input) => input.ChannelsLast ? TensorLayout.Nhwc : TensorLayout.Nchw;

    private static ChannelOrder OrderOf(PackInput input) => input.Bgr ? ChannelOrder.Bgr : ChannelOrder.Rgb;

    private static float[] MeanOf(PackInput input) => [input.Mean[0], input.Mean[1], input.Mean[2]];

    private static float[] StdOf(PackInput input) => [input.Std[0], input.Std[1], input.Std[2]];

    private static InputTensor From(float[] floats, int count, InputType type, long[] shape)
    {
        if (type == InputType.Float32)
        {
            return new(OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, floats.AsMemory(0, count), shape), Return(floats));
        }

        var values = floats.AsSpan(0, count);
        try
        {
            if (type == InputType.Float16)
            {
                return Of<Float16>(count, shape, (floats, halves) => TensorPrimitives.ConvertToHalf(floats, MemoryMarshal.Cast<Float16, Half>(halves)), values);
            }

            TensorPrimitives.Round(values, values);
            return type == InputType.UInt8
                ? Of<byte>(count, shape, TensorPrimitives.ConvertSaturating, values)
                : Of<sbyte>(count, shape, TensorPrimitives.ConvertSaturating, values);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(floats);
        }
    }

    private static InputTensor Of<T>(int count, long[] shape, Conversion<T> convert, ReadOnlySpan<float> floats)
        where T : unmanaged
    {
        var values = ArrayPool<T>.Shared.Rent(count);
        convert(floats, values.AsSpan(0, count));
        return new(OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(0, count), shape), Return(values));
    }

    private static Action Return<T>(T[] array) => () => ArrayPool<T>.Shared.Return(array);

    private delegate void Conversion<T>(ReadOnlySpan<float> floats, Span<T> values);
}
