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
        var (cos, sin) = ((float)(scale * Math.Cos(degrees * Math.PI / 180)), (float)(scale * Math.Sin(degrees * Math.PI / 180)));
        FacePoint[] points = [.. Template.Select(point => new FacePoint((cos * point.X) - (sin * point.Y) + x, (sin * point.X) + (cos * point.Y) + y))];

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

    [Fact]
    public void Points_that_say_nothing_are_cut_out_as_they_lie()
    {
        var cut = FaceAlignment.Of([.. Enumerable.Repeat(new FacePoint(float.MaxValue / 4, 3), 5)]).Cut(new byte[300], 10, 10, FaceAlignment.Side);
        cut.Length.ShouldBe(FaceAlignment.Side * FaceAlignment.Side * 3);
        FaceAlignment.Of([.. Enumerable.Repeat(new FacePoint(5, 5), 5)]).Cos.ShouldBe(1);
    }
}
