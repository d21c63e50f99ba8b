using Magpie.Search;

namespace Magpie.Core.Tests.Search;

public sealed class GeographyTests
{
    [Theory]
    [InlineData(52.52, 13.405, 48.8566, 2.3522, 877.5)]
    [InlineData(0, 179.5, 0, -179.5, 111.2)]
    [InlineData(90, 0, -90, 0, 20015.1)]
    public void Distance_is_that_of_a_great_circle(double latitude1, double longitude1, double latitude2, double longitude2, double kilometres) =>
        Geography.Distance(latitude1, longitude1, latitude2, longitude2).ShouldBe(kilometres, 0.2);

    [Theory]
    [InlineData(52.52, 13.405, 30)]
    [InlineData(0, 180, 200)]
    [InlineData(89.9, 10, 100)]
    [InlineData(-90, 0, 500)]
    [InlineData(10, 20, 20100)]
    public void A_circle_holds_what_is_nearer_than_its_radius_and_nothing_else(double latitude, double longitude, double radius)
    {
        var area = Geography.Circle(latitude, longitude, radius);
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var place = ((float)((random.NextDouble() * 180) - 90), (float)((random.NextDouble() * 360) - 180));
            var distance = Geography.Distance(place.Item1, place.Item2, latitude, longitude);
            if (Math.Abs(distance - radius) > 0.01)
            {
                Geography.IsWithin(place.Item1, place.Item2, area).ShouldBe(distance <= radius, $"{place} is {distance} km away");
            }
        }
    }

    [Fact]
    public void A_box_may_cross_the_antimeridian_and_an_unknown_place_lies_nowhere()
    {
        var fiji = new GeoArea(-20, 176, -15, -178);
        Geography.IsWithin(-17, 179, fiji).ShouldBeTrue();
        Geography.IsWithin(-17, -179, fiji).ShouldBeTrue();
        Geography.IsWithin(-17, 0, fiji).ShouldBeFalse();
        Geography.IsWithin(float.NaN, float.NaN, new GeoArea(-90, -180, 90, 180)).ShouldBeFalse();
    }
}
