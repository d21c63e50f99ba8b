using Magpie.Faces;

namespace Magpie.Core.Tests.Faces;

public sealed class FaceAlignmentTests
{
    private static readonly FacePoint[] Template =
        [new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(41.5493f, 92.3655f), new(70.7299f, 92.2041f)];

    [Theory]
    [InlineData(0, 1, 0, 0)]
    [InlineData(0, 3, 100, 40)]
    [InlineData(90, 1, 300, 10)]
    [InlineData(-35, 0.4, 12, 7)]
    [InlineData(180, 2, 500, 500)]
    public void A_face_that_is_turned_scaled_and_elsewhere_comes_to_lie_where_the_template_has_it(double degrees, double scale, float x, float y)
    {
        var points = Placed(degrees, scale, x, y);

        var alignment = FaceAlignment.Of(points);

        foreach (var (point, wanted) in points.Zip(Template))
        {
            alignment.Place(point).X.ShouldBe(wanted.X, 0.01f);
            alignment.Place(point).Y.ShouldBe(wanted.Y, 0.01f);
        }
    }

    [Fact]
    public void What_is_cut_out_is_the_picture_itself_where_the_points_are_the_templates()
    {
        var rgb = new byte[200 * 150 * 3];
        new Random(7).NextBytes(rgb);

        var cut = FaceAlignment.Of(Template).Cut(rgb, 200, 150, FaceAlignment.Side);

        for (var row = 0; row < FaceAlignment.Side; row++)
        {
            for (var at = 0; at < FaceAlignment.Side * 3; at++)
            {
                Math.Abs(cut[(row * FaceAlignment.Side * 3) + at] - rgb[(row * 200 * 3) + at]).ShouldBeLessThanOrEqualTo(1);
            }
        }
    }

    [Fact]
    public void A_face_larger_than_the_template_is_averaged_and_what_lies_outside_is_black()
    {
        // Stripes of one pixel: averaged they are grey, picked they would be black or white.
        var rgb = new byte[448 * 224 * 3];
        for (var at = 0; at < rgb.Length; at++)
        {
            rgb[at] = (byte)(at / 3 % 2 * 255);
        }

        var cut = FaceAlignment.Of([.. Template.Select(point => new FacePoint(point.X * 4, point.Y * 4))]).Cut(rgb, 448, 224, FaceAlignment.Side);

        cut[((20 * FaceAlignment.Side) + 50) * 3].ShouldBeInRange((byte)126, (byte)130);
        cut[((100 * FaceAlignment.Side) + 50) * 3].ShouldBe((byte)0);
    }

    [Theory]
    [InlineData(0, 0.4, 20, 30)]
    [InlineData(30, 1, 60, 20)]
    [InlineData(0, 1.5, 10, 12)]
    [InlineData(-20, 2.2, -40, 60)]
    [InlineData(175, 2.9, 330, 250)]
    [InlineData(90, 1.3, 290, -5)]
    [InlineData(0, 1.7, -150, -150)]
    public void Each_pixel_is_the_mean_of_four_places_between_pixels_also_at_the_border(double degrees, double scale, float x, float y)
    {
        const int width = 300, height = 260;
        var rgb = new byte[width * height * 3];
        new Random(11).NextBytes(rgb);
        var points = Placed(degrees, scale, x, y);

        var cut = FaceAlignment.Of(points).Cut(rgb, width, height, FaceAlignment.Side);

        var samples = scale > 1 ? 2 : 1;
        Differences(cut, degrees, scale, x, y, samples, (px, py, channel) => Between(rgb, width, height, px, py, channel)).Max().ShouldBeLessThan(0.6);
    }

    [Theory]
    [InlineData(0, 3.1, 40, 10)]
    [InlineData(-25, 4.4, -60, 130)]
    [InlineData(12, 6.5, 20, -90)]
    [InlineData(181, 9, 900, 900)]
    public void A_face_much_larger_than_the_template_is_the_mean_of_all_its_pixels(double degrees, double scale, float x, float y)
    {
        const int width = 900, height = 800;
        var rgb = new byte[width * height * 3];
        for (var at = 0; at < rgb.Length; at++)
        {
            // Waves of ten template's pixels that fade to black at the borders, and a grain that goes with averaging.
            var (column, row) = (at / 3 % width, at / 3 / width);
            var fade = Math.Min(1, Math.Min(Math.Min(column, width - 1 - column), Math.Min(row, height - 1 - row)) / (12 * scale));
            rgb[at] = (byte)(fade * (120 + (((at + row) % 2) * 20) + (80 * Math.Sin((column + (at % 3 * 9)) / (1.6 * scale)) * Math.Cos(row / (2 * scale)))));
        }

        var cut = FaceAlignment.Of(Placed(degrees, scale, x, y)).Cut(rgb, width, height, FaceAlignment.Side);

        var differences = Differences(cut, degrees, scale, x, y, 12, (px, py, channel) => Between(rgb, width, height, px, py, channel));
        differences.Max().ShouldBeLessThan(8);
        differences.Average().ShouldBeLessThan(1.5);
    }

    [Theory]
    [InlineData(700)]
    [InlineData(5_000)]
    [InlineData(1e9)]
    [InlineData(double.NaN)]
    public void A_face_that_no_picture_holds_is_cut_out_too(double scale)
    {
        var rgb = new byte[40 * 30 * 3];
        rgb.AsSpan().Fill(255);
        FaceAlignment.Of(Placed(5, scale, -(float)scale * 50, -(float)scale * 50)).Cut(rgb, 40, 30, FaceAlignment.Side).ShouldAllBe(one => one < 10);
    }

    [Fact]
    public void Points_that_say_nothing_are_cut_out_as_they_lie()
    {
        var cut = FaceAlignment.Of([.. Enumerable.Repeat(new FacePoint(float.MaxValue / 4, 3), 5)]).Cut(new byte[300], 10, 10, FaceAlignment.Side);
        cut.Length.ShouldBe(FaceAlignment.Side * FaceAlignment.Side * 3);
        FaceAlignment.Of([.. Enumerable.Repeat(new FacePoint(5, 5), 5)]).Cos.ShouldBe(1);
    }

    private static FacePoint[] Placed(double degrees, double scale, float x, float y)
    {
        var (cos, sin) = ((float)(scale * Math.Cos(degrees * Math.PI / 180)), (float)(scale * Math.Sin(degrees * Math.PI / 180)));
        return [.. Template.Select(point => new FacePoint((cos * point.X) - (sin * point.Y) + x, (sin * point.X) + (cos * point.Y) + y))];
    }

    /// <summary>Of each number that was cut out, from the mean over so many places a side of its pixel.</summary>
    private static List<double> Differences(byte[] cut, double degrees, double scale, float x, float y, int samples, Func<double, double, int, double> color)
    {
        var (cos, sin) = (scale * Math.Cos(degrees * Math.PI / 180), scale * Math.Sin(degrees * Math.PI / 180));
        var differences = new List<double>(cut.Length);
        for (var at = 0; at < cut.Length; at++)
        {
            var sum = 0.0;
            for (var i = 0; i < samples * samples; i++)
            {
                var (across, down) = ((at / 3 % FaceAlignment.Side) + Offset(i % samples), (at / 3 / FaceAlignment.Side) + Offset(i / samples));
                sum += color((cos * across) - (sin * down) + x, (sin * across) + (cos * down) + y, at % 3);
            }

            differences.Add(Math.Abs(cut[at] - (sum / (samples * samples))));
        }

        return differences;

        double Offset(int sample) => ((sample + 0.5) / samples) - 0.5;
    }

    private static double Between(byte[] rgb, int width, int height, double x, double y, int channel)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (fx, fy) = (x - left, y - top);
        return ((1 - fy) * (((1 - fx) * At(left, top)) + (fx * At(left + 1, top)))) + (fy * (((1 - fx) * At(left, top + 1)) + (fx * At(left + 1, top + 1))));

        double At(int column, int row) => column >= 0 && column < width && row >= 0 && row < height ? rgb[(((row * width) + column) * 3) + channel] : 0;
    }
}
