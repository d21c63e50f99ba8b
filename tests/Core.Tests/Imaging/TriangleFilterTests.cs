using Magpie.Imaging;

namespace Magpie.Core.Tests.Imaging;

public sealed class TriangleFilterTests
{
    [Theory]
    [InlineData(97, 61, 41, 60)]
    [InlineData(200, 3, 64, 2)]
    [InlineData(5, 300, 5, 64)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(11, 9, 11, 9)]
    [InlineData(12, 40, 7, 3)]
    [InlineData(301, 11, 161, 6)]
    [InlineData(450, 36, 25, 2)]
    [InlineData(900, 5, 10, 4)]
    public void A_new_pixel_is_the_mean_of_its_footprint_weighed_by_a_triangle(int width, int height, int toWidth, int toHeight)
    {
        var from = Enumerable.Range(0, width * height * 3).Select(i => (byte)((i * 37) ^ (i >> 3))).ToArray();
        var (any, floats) = (new byte[toWidth * toHeight * 3], new byte[toWidth * toHeight * 3]);
        var (across, down) = (new TriangleTaps(width, toWidth), new TriangleTaps(height, toHeight));

        TriangleFilter.Resize(from, width, height, any, toWidth, toHeight);
        TriangleFilter.InFloats(from, floats, across, down);

        for (var i = 0; i < any.Length; i++)
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

            ((double)floats[i]).ShouldBe(sum / all, 0.51, $"{x}, {y}");
            ((double)any[i]).ShouldBe(sum / all, 0.55, $"{x}, {y}");
        }
    }

    [Theory]
    [InlineData(301, 11, 161, 6)]
    [InlineData(900, 5, 10, 4)]
    public void Rows_that_are_taken_one_by_one_are_those_of_the_whole(int width, int height, int toWidth, int toHeight)
    {
        var from = Pictures.Scene(width, height);
        var to = new byte[toWidth * toHeight * 3];
        var rows = new List<byte[]>();

        TriangleFilter.Resize(from, width, height, to, toWidth, toHeight);
        TriangleFilter.Resize(from, width, height, toWidth, toHeight, (row, rgb) =>
        {
            row.ShouldBe(rows.Count);
            rows.Add(rgb.ToArray());
        });

        rows.SelectMany(row => row).ShouldBe(to);
    }

    [Fact]
    public void The_lightest_and_the_darkest_stay_what_they_are_and_nothing_is_written_beyond()
    {
        foreach (var level in (byte[])[0, 255])
        {
            var to = new byte[(161 * 7 * 3) + 16];
            var from = Enumerable.Repeat(level, 300 * 13 * 3).ToArray();

            TriangleFilter.Resize(from, 300, 13, to.AsSpan(0, 161 * 7 * 3), 161, 7);

            to[..^16].ShouldAllBe(one => one == level);
            to[^16..].ShouldAllBe(one => one == 0);
        }
    }

    [Theory]
    [InlineData(1140, 640)]
    [InlineData(500, 13)]
    [InlineData(40, 40)]
    public void Weights_in_whole_numbers_add_up_and_are_near_the_others(int length, int toLength)
    {
        var taps = new TriangleTaps(length, toLength);
        for (var place = 0; place < taps.Count; place++)
        {
            var weights = taps.WeightsOf(place);
            var whole = new short[weights.Length];

            taps.Whole(place, 1 << 14, whole);

            whole.Sum(weight => weight).ShouldBe(1 << 14);
            for (var i = 0; i < whole.Length; i++)
            {
                ((float)whole[i]).ShouldBe(weights[i] * (1 << 14), 1.01f);
            }
        }
    }

    private static double Weight(int old, int place, double scale) => Math.Max(0, 1 - (Math.Abs(old + 0.5 - ((place + 0.5) * scale)) / scale));
}
