using Magpie.Assets;
using Magpie.Search;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>Reads where hits must lie.</summary>
internal static class V2Places
{
    /// <summary>Kilometres (IUGG mean radius R1).</summary>
    private const double EarthRadius = 6371.0088;

    private const double Mile = 1.609344;

    public static GeoArea AreaOf(V2Geo geo) => geo switch
    {
        { GeoBox: [{ GeoPoint: { } one }, { GeoPoint: { } other }] } => Box(Check(one), Check(other)),
        { GeoPoint: { } point, GeoLimit: { } limit } => GeoArea.Around(Check(point), Kilometres(limit)),
        _ => throw Invalid("\"geo\" needs \"geo_point\" and \"geo_limit\", or \"geo_box\" with two corners."),
    };

    // From the first corner eastward to the second, the shorter way around.
    private static GeoArea Box(GeoPoint one, GeoPoint other)
    {
        var (west, east) = (Math.Min(one.Longitude, other.Longitude), Math.Max(one.Longitude, other.Longitude));
        return new GeoArea(
            Math.Min(one.Latitude, other.Latitude),
            east - west <= 180 ? west : east,
            Math.Max(one.Latitude, other.Latitude),
            east - west <= 180 ? east : west);
    }

    private static double Kilometres(V2GeoLimit limit)
    {
        var unit = limit.Type?.ToUpperInvariant().Replace("WITHIN", "", StringComparison.Ordinal).TrimEnd('S') switch
        {
            "MILE" => Mile,
            "KILOMETER" => 1.0,
            "RADIAN" => EarthRadius,
            "DEGREE" => EarthRadius * Math.PI / 180,
            _ => throw Invalid("\"geo_limit.type\" must be \"withinMiles\", \"withinKilometers\", \"withinRadians\" or \"withinDegrees\"."),
        };
        return limit.Value is > 0 and <= 40_075 ? limit.Value * unit : throw Invalid("\"geo_limit.value\" must be more than 0, and less than once around the Earth.");
    }

    private static GeoPoint Check(V2GeoPoint point) => point is { Latitude: >= -90 and <= 90, Longitude: >= -180 and <= 180 }
        ? new GeoPoint(point.Longitude, point.Latitude)
        : throw Invalid("A place has a latitude from -90 to 90 and a longitude from -180 to 180 degrees.");

    private static V2Exception Invalid(string details) => V2Exception.BadRequest(V2Code.SearchInvalid, details);
}
