namespace Magpie.Imaging;

/// <summary>A model's input, filled a row of pixels at a time as <see cref="PixelTensor"/> does it, and black where there are none.</summary>
internal sealed class TensorCanvas
{
    private const int Channels = 3;

    private readonly int _width;
    private readonly int _pixels;
    private readonly TensorLayout _layout;
    private readonly ChannelOrder _order;
    private readonly float[] _factor;
    private readonly float[] _offset;

    /// <summary>Of a size, for tensors of that size.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="layout">Where the tensor has its channels.</param>
    /// <param name="order">Order of the tensor's channels, and so of <paramref name="mean"/> and <paramref name="std"/>.</param>
    /// <param name="scale">Factor before the mean is taken off.</param>
    /// <param name="mean">float[3].</param>
    /// <param name="std">float[3], none of them 0.</param>
    public TensorCanvas(int width, int height, TensorLayout layout, ChannelOrder order, float scale, ReadOnlySpan<float> mean, ReadOnlySpan<float> std)
    {
        (_width, _pixels, _layout, _order) = (width, checked(width * height), layout, order);

        // (pixel · scale − mean) / std = pixel · factor + offset
        _factor = [scale / std[0], scale / std[1], scale / std[2]];
        _offset = [-mean[0] / std[0], -mean[1] / std[1], -mean[2] / std[2]];
    }

    /// <summary>Floats of the tensor.</summary>
    public int Count => checked(_pixels * Channels);

    /// <summary>Writes the pixels at the left of a row, and black after them.</summary>
    /// <param name="rgb">byte[up to the canvas' width, 3].</param>
    /// <param name="tensor">The whole: <see cref="Count"/> floats.</param>
    public void Row(int row, ReadOnlySpan<byte> rgb, Span<float> tensor)
    {
        var (at, count) = (row * _width, rgb.Length / Channels);
        if (_layout == TensorLayout.Nchw)
        {
            var red = _order == ChannelOrder.Rgb ? 0 : 2;
            var blue = 2 - red;
            PixelTensor.Planes(
                rgb,
                tensor.Slice((red * _pixels) + at, count),
                tensor.Slice(_pixels + at, count),
                tensor.Slice((blue * _pixels) + at, count),
                (_factor[red], _offset[red]),
                (_factor[1], _offset[1]),
                (_factor[blue], _offset[blue]));
        }
        else
        {
            PixelTensor.Interleaved(rgb, _order, _factor, _offset, tensor.Slice(at * Channels, rgb.Length));
        }

        Black(at + count, _width - count, tensor);
    }

    /// <summary>Makes all rows from one on black.</summary>
    /// <param name="tensor">The whole: <see cref="Count"/> floats.</param>
    public void Black(int row, Span<float> tensor) => Black(row * _width, _pixels - (row * _width), tensor);

    private void Black(int at, int count, Span<float> tensor)
    {
        if (_layout == TensorLayout.Nchw)
        {
            for (var channel = 0; channel < Channels; channel++)
            {
                tensor.Slice((channel * _pixels) + at, count).Fill(_offset[channel]);
            }

            return;
        }

        var pixels = tensor.Slice(at * Channels, count * Channels);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = _offset[i % Channels];
        }
    }
}
