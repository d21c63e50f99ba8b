using Magpie.Imaging;

namespace Magpie.Core.Tests.Imaging;

public sealed class LabColorTests
{
    /// <summary>Pairs 1, 4, 7, 10, 14, 17, 19, 25 and 34 of Sharma, Wu and Dalal's test data.</summary>
    [Theory]
    [InlineData(50.0000, 2.6772, -79.7751, 50.0000, 0.0000, -82.7485, 2.0425)]
    [InlineData(50.0000, -1.3802, -84.2814, 50.0000, 0.0000, -82.7485, 1.0000)]
    [InlineData(50.0000, 0.0000, 0.0000, 50.0000, -1.0000, 2.0000, 2.3669)]
    [InlineData(50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0010, 7.1792)]
    [InlineData(50.0000, -0.0010, 2.4900, 50.0000, 0.0011, -2.4900, 4.7461)]
    [InlineData(50.0000, 2.5000, 0.0000, 73.0000, 25.0000, -18.0000, 27.1492)]
    [InlineData(50.0000, 2.5000, 0.0000, 56.0000, -27.0000, -3.0000, 31.9030)]
    [InlineData(60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644)]
    [InlineData(2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082)]
    public void The_difference_of_colours_is_that_of_the_published_pairs(double l1, double a1, double b1, double l2, double a2, double b2, double expected)
    {
        new LabColor(l1, a1, b1).DifferenceTo(new LabColor(l2, a2, b2)).ShouldBe(expected, 0.00005);
        new LabColor(l2, a2, b2).DifferenceTo(new LabColor(l1, a1, b1)).ShouldBe(expected, 0.00005);
    }

    [Theory]
    [InlineData(255, 255, 255, 100, 0, 0)]
    [InlineData(0, 0, 0, 0, 0, 0)]
    [InlineData(255, 0, 0, 53.24, 80.09, 67.20)]
    [InlineData(0, 0, 255, 32.30, 79.19, -107.86)]
    public void A_colour_of_sRGB_has_its_place_in_CIELAB(byte red, byte green, byte blue, double l, double a, double b)
    {
        var color = LabColor.FromSrgb(red, green, blue);
        color.L.ShouldBe(l, 0.02);
        color.A.ShouldBe(a, 0.02);
        color.B.ShouldBe(b, 0.02);
    }
}
