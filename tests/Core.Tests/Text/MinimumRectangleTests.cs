using System.Numerics;
using Magpie.Text;

namespace Magpie.Core.Tests.Text;

public sealed class MinimumRectangleTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(45)]
    [InlineData(89)]
    [InlineData(133)]
    public void A_rectangle_is_found_at_any_angle(double degrees)
    {
        var (sin, cos) = ((float)Math.Sin(degrees * Math.PI / 180), (float)Math.Cos(degrees * Math.PI / 180));
        var (along, down) = (new Vector2(cos, sin), new Vector2(-sin, cos));
        var points = new List<Vector2>();
        for (var x = -40; x <= 40; x += 4)
        {
            for (var y = -10; y <= 10; y += 2)
            {
                points.Add(new Vector2(200, 100) + (along * x) + (down * y));
            }
        }

        var box = MinimumRectangle.Around(points);

        Vector2.Distance(box.Centre, new(200, 100)).ShouldBeLessThan(0.01f);
        Math.Max(box.Width, box.Height).ShouldBe(80, 0.01);
        Math.Min(box.Width, box.Height).ShouldBe(20, 0.01);
        Math.Abs(Vector2.Dot(box.Width > box.Height ? box.Along : box.Down, along)).ShouldBe(1, 1e-4);
    }

    [Fact]
    public void One_point_and_points_on_a_line_have_one_too()
    {
        MinimumRectangle.Around([new(3, 4)]).ShouldBe(new TextBox(new(3, 4), Vector2.UnitX, 0, 0));
        var line = MinimumRectangle.Around([new(0, 0), new(3, 4), new(6, 8)]);
        Math.Max(line.Width, line.Height).ShouldBe(10, 1e-4);
        Math.Min(line.Width, line.Height).ShouldBe(0, 1e-4);
    }

    [Fact]
    public void A_box_is_read_to_the_right_or_down_if_it_is_high()
    {
        Read(new(-1, 0), 80, 20).ShouldBe((new(1, 0), 80, 20));
        Read(new(0, 1), 20, 80).ShouldBe((new(1, 0), 80, 20));
        Read(new(1, 0), 20, 80).ShouldBe((new(0, 1), 80, 20));
        Read(new(0, -1), 80, 20).ShouldBe((new(0, 1), 80, 20));
        Read(new(0, 1), 20, 22).ShouldBe((new(1, 0), 22, 20));
    }

    private static (Vector2 Along, float Width, float Height) Read(Vector2 along, float width, float height)
    {
        var box = new TextBox(default, along, width, height).Readable();
        return (Vector2.Round(box.Along), box.Width, box.Height);
    }
}
