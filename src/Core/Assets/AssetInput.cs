namespace Magpie.Assets;

/// <summary>What a client of Clarifai's API said of an asset beyond its tags; the concepts it said are there are <see cref="Asset.UserTags"/>.</summary>
public sealed record AssetInput
{
    /// <summary>The id the client chose; null when it left that to us. At most 128 characters.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Where the picture was fetched from; null when its bytes were sent.</summary>
    public string? Url { get; init; }

    /// <summary>A JSON object as the client gave it, at most 16 KiB.</summary>
    public string? Metadata { get; init; }

    public GeoPoint? Geo { get; init; }

    /// <summary>Tags that the client said it does not show; normalised, at most 50.</summary>
    public IReadOnlyList<string> AbsentTags { get; init; } = [];
}

/// <summary>A place on the Earth, WGS 84.</summary>
/// <param name="Longitude">Degrees, −180 to 180.</param>
/// <param name="Latitude">Degrees, −90 to 90.</param>
public sealed record GeoPoint(double Longitude, double Latitude);
