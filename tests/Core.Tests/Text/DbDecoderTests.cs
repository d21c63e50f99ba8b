using System.Numerics;
using Magpie.Tagging;
using Magpie.Text;

namespace Magpie.Core.Tests.Text;

public sealed class DbDecoderTests
{
    private const int Width = 320;
    private const int Height = 160;
    private readonly float[] _map = new float[Width * Height];
    private readonly DbDecoder _decoder = new(Manifests.Of(PackTasks.TextDetection, """{"binarise":0.3,"unclip":1.5}"""));

    [Fact]
    public void A_line_is_grown_by_its_area_over_its_perimeter()
    {
        Paint(new(new(100, 60), Vector2.UnitX, 120, 20), 0.9f);

        var box = _decoder.Read(_map, Width).ShouldHaveSingleItem();

        // 120 x 20 · 1.5 / 280 = 12.86 on each side.
        box.Centre.ShouldBe(new Vector2(100, 60));
        (box.Along, box.Width, box.Height).ShouldSatisfyAllConditions(
            one => one.Along.ShouldBe(Vector2.UnitX), one => one.Width.ShouldBe(145.71f, 0.1), one => one.Height.ShouldBe(45.71f, 0.1));
    }

    [Fact]
    public void A_tilted_line_keeps_its_angle_and_two_lines_stay_two()
    {
        var along = Vector2.Normalize(new(4, 1));
        Paint(new(new(110, 40), along, 150, 16), 0.8f);
        Paint(new(new(110, 100), along, 150, 16), 0.9f);

        var boxes = _decoder.Read(_map, Width);

        boxes.Count.ShouldBe(2);
        boxes.ShouldAllBe(box => Vector2.Dot(box.Along, along) > 0.999f);
        boxes[0].Centre.Y.ShouldBe(100, 0.7f);
    }

    [Fact]
    public void What_is_unsure_small_or_no_number_is_no_line()
    {
        Paint(new(new(60, 60), Vector2.UnitX, 80, 20), 0.4f);
        Paint(new(new(200, 60), Vector2.UnitX, 80, 2), 0.9f);
        _map.AsSpan(120 * Width, 20 * Width).Fill(float.NaN);

        _decoder.Read(_map, Width).ShouldBeEmpty();
    }

    [Fact]
    public void No_more_than_500_lines_come_of_a_map_full_of_spots()
    {
        const int wide = 1024;
        var map = new float[wide * wide];
        for (var at = 0; at < map.Length; at++)
        {
            var (y, x) = Math.DivRem(at, wide);
            map[at] = x % 8 < 5 && y % 8 < 5 ? 0.9f : 0;
        }

        _decoder.Read(map, wide).Count.ShouldBe(DbDecoder.MaxLines);
        map.AsSpan().Fill(1);
        _decoder.Read(map, wide).Count.ShouldBe(1);
    }

    private void Paint(TextBox box, float value)
    {
        for (var at = 0; at < _map.Length; at++)
        {
            var (y, x) = Math.DivRem(at, Width);
            var off = new Vector2(x + 0.5f, y + 0.5f) - box.Centre;
            if (Math.Abs(Vector2.Dot(off, box.Along)) <= box.Width / 2 && Math.Abs(Vector2.Dot(off, box.Down)) <= box.Height / 2)
            {
                _map[at] = value;
            }
        }
    }
}
