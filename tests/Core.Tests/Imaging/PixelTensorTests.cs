using Magpie.Imaging;

namespace Magpie.Core.Tests.Imaging;

public sealed class PixelTensorTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(7, 7)]
    [InlineData(17, 9)]
    [InlineData(224, 224)]
    public void Every_layout_and_order_gives_scaled_pixels_less_mean_by_deviation(int width, int height)
    {
        var rgb = Pictures.Scene(width, height);
        float[] mean = [0.485f, 0.456f, 0.406f];
        float[] std = [0.229f, 0.224f, 0.225f];
        foreach (var layout in Enum.GetValues<TensorLayout>())
        {
            foreach (var order in Enum.GetValues<ChannelOrder>())
            {
                var tensor = new float[rgb.Length];
                PixelTensor.Write(rgb, width, height, layout, order, 1 / 255f, mean, std, tensor);
                for (var pixel = 0; pixel < width * height; pixel++)
                {
                    for (var channel = 0; channel < 3; channel++)
                    {
                        var value = rgb[(pixel * 3) + (order == ChannelOrder.Rgb ? channel : 2 - channel)];
                        var at = layout == TensorLayout.Nchw ? (channel * width * height) + pixel : (pixel * 3) + channel;
                        tensor[at].ShouldBe(((value / 255f) - mean[channel]) / std[channel], 1e-5f);
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(7, 5, 7, 9)]
    [InlineData(31, 4, 32, 4)]
    [InlineData(640, 3, 672, 32)]
    public void A_canvas_has_the_pixels_in_its_upper_left_corner_and_black_elsewhere(int width, int height, int canvasWidth, int canvasHeight)
    {
        var rgb = Pictures.Scene(width, height);
        var canvas = new byte[canvasWidth * canvasHeight * 3];
        for (var row = 0; row < height; row++)
        {
            rgb.AsSpan(row * width * 3, width * 3).CopyTo(canvas.AsSpan(row * canvasWidth * 3));
        }

        float[] mean = [0.485f, 0.456f, 0.406f];
        float[] std = [0.229f, 0.224f, 0.225f];
        foreach (var layout in Enum.GetValues<TensorLayout>())
        {
            foreach (var order in Enum.GetValues<ChannelOrder>())
            {
                var (tensor, expected) = (new float[canvas.Length], new float[canvas.Length]);
                tensor.AsSpan().Fill(float.NaN);
                PixelTensor.Write(canvas, canvasWidth, canvasHeight, layout, order, 1 / 255f, mean, std, expected);

                var drawn = new TensorCanvas(canvasWidth, canvasHeight, layout, order, 1 / 255f, mean, std);
                for (var row = 0; row < height; row++)
                {
                    drawn.Row(row, rgb.AsSpan(row * width * 3, width * 3), tensor);
                }

                drawn.Black(height, tensor);

                tensor.ShouldBe(expected, 1e-6);
            }
        }
    }

    [Fact]
    public void A_buffer_of_the_wrong_length_is_refused() =>
        Should.Throw<ArgumentException>(() =>
            PixelTensor.Write(new byte[12], 2, 2, TensorLayout.Nchw, ChannelOrder.Rgb, 1, [0, 0, 0], [1, 1, 1], new float[11]));
}
