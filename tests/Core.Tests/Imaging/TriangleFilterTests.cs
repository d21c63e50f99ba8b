using Magpie.Imaging;

namespace Magpie.Core.Tests.Imaging;

public sealed class TriangleFilterTests
{
    [Theory]
    [InlineData(97, 61, 41, 60)]
    [InlineData(200, 3, 64, 2)]
    [InlineData(5, 300, 5, 64)]
    [InlineData(1, 1, 1, 1)]
    public void A_new_pixel_is_the_mean_of_its_footprint_weighed_by_a_triangle(int width, int height, int toWidth, int toHeight)
    {
        var from = Enumerable.Range(0, width * height * 3).Select(i => (byte)((i * 37) ^ (i >> 3))).ToArray();
        var to = new byte[toWidth * toHeight * 3];

        TriangleFilter.Resize(from, width, height, to, toWidth, toHeight);

        for (var i = 0; i < to.Length; i++)
        {
            var (x, y) = (i / 3 % toWidth, i / 3 / toWidth);
            var (sum, all) = (0.0, 0.0);
            for (var row = 0; row < height; row++)
            {
                for (var column = 0; column < width; column++)
                {
                    var weight = Weight(column, x, (double)width / toWidth) * Weight(row, y, (double)height / toHeight);
                    (sum, all) = (sum + (weight * from[(((row * width) + column) * 3) + (i % 3)]), all + weight);
                }
            }

            ((double)to[i]).ShouldBe(sum / all, 0.51, $"{x}, {y}");
        }
    }

    private static double Weight(int old, int place, double scale) => Math.Max(0, 1 - (Math.Abs(old + 0.5 - ((place + 0.5) * scale)) / scale));
}
