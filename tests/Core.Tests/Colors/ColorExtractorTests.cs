using Magpie.Colors;
using Magpie.Saliency;
using Magpie.Segmentation;

namespace Magpie.Core.Tests.Colors;

public sealed class ColorExtractorTests
{
    private const int Side = 100;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Colours_of_a_drawn_picture_are_exact(bool isDeterministic)
    {
        // Blue sixty rows, yellow thirty, white ten.
        var rgb = Drawn((_, y) => y < 60 ? (0, 0, 255) : y < 90 ? (255, 255, 0) : (255, 255, 255));

        var colors = ColorExtractor.Of(rgb, Side, [], new ColorRequest(Separated: false, IsDeterministic: isDeterministic)).Overall.ShouldNotBeNull();

        colors.Select(color => (color.Red, color.Green, color.Blue, color.Percent)).ShouldBe([((byte)0, (byte)0, (byte)255, 60.0), (255, 255, 0, 30.0), (255, 255, 255, 10.0)]);
        if (isDeterministic)
        {
            colors.Select(color => (color.Nearest.Name, color.Distance)).ShouldBe([("blue", 0.0), ("yellow", 0.0), ("white", 0.0)]);
        }
    }

    [Fact]
    public void Object_and_background_have_colours_of_their_own_and_the_object_a_share()
    {
        var foreground = new bool[SaliencyMap.Side * SaliencyMap.Side];
        for (var i = 0; i < foreground.Length; i++)
        {
            foreground[i] = i % SaliencyMap.Side < SaliencyMap.Side / 4;
        }

        var rgb = Drawn((x, _) => x < 25 ? (174, 41, 53) : (47, 94, 151));
        var colors = ColorExtractor.Of(rgb, Side, foreground, new ColorRequest());

        colors.Foreground.ShouldNotBeNull().ShouldHaveSingleItem().Nearest.Name.ShouldBe("red");
        colors.Background.ShouldNotBeNull().ShouldHaveSingleItem().Nearest.Name.ShouldBe("blue");
        colors.ObjectPercentage!.Value.ShouldBe(25, 1);
        colors.Variance.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void A_mask_of_a_model_says_what_the_object_is_unless_it_has_next_to_nothing()
    {
        var left = new SegmentationMask([1, 0, 1, 0], 2, 2, "test@1.0.0");
        var cells = ColorExtractor.Foreground(left).ShouldNotBeNull();
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i].ShouldBe(i % SaliencyMap.Side < SaliencyMap.Side / 2);
        }

        ColorExtractor.Foreground(new([0, 0.4f, 0, 0], 2, 2, "test@1.0.0")).ShouldBeNull();
        ColorExtractor.Foreground(null).ShouldBeNull();
    }

    [Fact]
    public void No_more_colours_are_given_than_asked_for_and_none_below_the_threshold()
    {
        var rgb = Drawn((x, y) => y == 0 && x < 50 ? (255, 0, 0) : ((x / 10) * 25, 0, 255 - ((x / 10) * 25)));
        ColorExtractor.Of(rgb, Side, [], new ColorRequest(Separated: false, OverallCount: 3)).Overall!.Count.ShouldBe(3);
        var many = ColorExtractor.Of(rgb, Side, [], new ColorRequest(Separated: false, OverallCount: 32)).Overall!;
        many.ShouldAllBe(color => color.Percent >= ColorExtractor.PercentThreshold);
        many.Select(color => color.Percent).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public void The_palettes_are_the_32_and_the_11_of_the_api()
    {
        ColorPalettes.Named.Count.ShouldBe(32);
        ColorPalettes.Deterministic.Count.ShouldBe(11);
        ColorPalettes.Named.Concat(ColorPalettes.Deterministic).ShouldAllBe(color => color.Html.Length == 7);

        // The example of the API: #8c5c2f is 1.705 away from #8c5e37.
        new PaletteColor("", 0x8C5E37).Lab.DifferenceTo(new PaletteColor("", 0x8C5C2F).Lab).ShouldBe(1.705, 0.01);
    }

    private static byte[] Drawn(Func<int, int, (int R, int G, int B)> at)
    {
        var rgb = new byte[Side * Side * 3];
        for (var i = 0; i < Side * Side; i++)
        {
            var (r, g, b) = at(i % Side, i / Side);
            (rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]) = ((byte)r, (byte)g, (byte)b);
        }

        return rgb;
    }
}
