namespace Magpie.Search;

/// <summary>Places on a sphere of the Earth's mean radius.</summary>
internal static class Geography
{
    /// <summary>Kilometres (IUGG mean radius R1).</summary>
    public const double EarthRadius = 6371.0088;

    /// <summary>Whether a place lies in an area; an unknown place, NaN, lies in none.</summary>
    public static bool IsWithin(float latitude, float longitude, GeoArea area)
    {
        if (float.IsNaN(latitude) || latitude < area.South || latitude > area.North || !IsBetween(longitude, area.West, area.East))
        {
            return false;
        }

        return area.RadiusKm is not { } radius
            || Distance(latitude, longitude, (area.South + area.North) / 2, Middle(area.West, area.East)) <= radius;
    }

    /// <summary>The box around a circle; at a pole, all longitudes.</summary>
    public static GeoArea Circle(double latitude, double longitude, double radiusKm)
    {
        var high = radiusKm / EarthRadius * 180 / Math.PI;
        var (south, north) = (latitude - high, latitude + high);
        if (south <= -90 || north >= 90)
        {
            // The middle of the box must stay the middle of the circle: so it may reach beyond the pole.
            return new(south, longitude - 180, north, longitude + 180, radiusKm);
        }

        var ratio = Math.Sin(radiusKm / EarthRadius) / Math.Cos(latitude * Math.PI / 180);
        var wide = ratio >= 1 || radiusKm > EarthRadius * Math.PI / 2 ? 180 : Math.Asin(ratio) * 180 / Math.PI;
        return new(south, longitude - wide, north, longitude + wide, radiusKm);
    }

    /// <summary>Great-circle distance in kilometres (haversine).</summary>
    public static double Distance(double latitude1, double longitude1, double latitude2, double longitude2)
    {
        var (p1, p2) = (latitude1 * Math.PI / 180, latitude2 * Math.PI / 180);
        var high = Math.Sin((p2 - p1) / 2);
        var wide = Math.Sin((longitude2 - longitude1) * Math.PI / 360);
        return 2 * EarthRadius * Math.Asin(Math.Sqrt(Math.Clamp((high * high) + (Math.Cos(p1) * Math.Cos(p2) * wide * wide), 0, 1)));
    }

    private static bool IsBetween(double longitude, double west, double east)
    {
        var width = Span(west, east);
        var offset = (((longitude - west) % 360) + 360) % 360;
        return width >= 360 || offset <= width;
    }

    private static double Middle(double west, double east) => west + (Span(west, east) / 2);

    private static double Span(double west, double east) => east >= west ? east - west : east - west + 360;
}
