using System.Runtime.InteropServices;
using Magpie.Assets;

namespace Magpie.Search;

/// <summary>What is looked for. Everything given must hold; the score of an asset is the product of the scores of the ranks.</summary>
public sealed record SearchQuery
{
    /// <summary>Words as a person types them; all must be found in tags, their parents, titles or file names, in any installed language.</summary>
    public string? Words { get; init; }

    /// <summary>Whether the last word may be the beginning of one, as it is while somebody types.</summary>
    public bool IsTyping { get; init; } = true;

    /// <summary>Whole tags to rank by.</summary>
    public IReadOnlyList<TagRank> Tags { get; init; } = [];

    /// <summary>Vectors to be near to, each a rank of its own.</summary>
    public IReadOnlyList<LikeRank> Like { get; init; } = [];

    /// <summary>A colour to have much of.</summary>
    public SearchColor? Color { get; init; }

    /// <summary>What is left out before anything is ranked.</summary>
    public SearchFilter Filter { get; init; } = new();

    /// <summary>Hits of a page, 1 to 1,000.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>Hits that are passed over, best first; for clients that count pages. At most <see cref="MaxSkip"/>.</summary>
    public int Skip { get; init; }

    /// <summary>From the page before; null for the first. Pages that follow a cursor stay the same while assets arrive.</summary>
    public string? Cursor { get; init; }

    /// <summary>Hits that can be passed over.</summary>
    public const int MaxSkip = 100_000;
}

/// <summary>Ranks by how sure it is that an asset carries a tag.</summary>
/// <param name="Tag">Normalised; a parent counts with the confidence of the best tag below it.</param>
/// <param name="IsAbsent">Ranks by 1 − that confidence instead, over all assets.</param>
public sealed record TagRank(string Tag, bool IsAbsent = false);

/// <summary>Ranks by likeness to the mean of some vectors.</summary>
/// <param name="Model"><c>id@version</c>: assets with a vector of another model are not compared.</param>
/// <param name="Vectors">float32, L2-normalised; at least one.</param>
public sealed record LikeRank(string Model, IReadOnlyList<ReadOnlyMemory<float>> Vectors);

/// <summary>A colour, sRGB.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SearchColor(byte Red, byte Green, byte Blue);

/// <summary>What an asset must be to be ranked.</summary>
public sealed record SearchFilter
{
    public MediaType? Type { get; init; }

    /// <summary>Only what this key uploaded; null for all of the account.</summary>
    public string? UploadedBy { get; init; }

    /// <summary>Taken (or, where the file does not say, created) at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Taken (or created) before this time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Camera, or a part of its name; case does not matter.</summary>
    public string? Camera { get; init; }

    /// <summary>Pixels.</summary>
    public int? MinWidth { get; init; }

    /// <summary>Pixels.</summary>
    public int? MinHeight { get; init; }

    /// <summary>Bytes.</summary>
    public long? MinBytes { get; init; }

    /// <summary>Bytes.</summary>
    public long? MaxBytes { get; init; }

    /// <summary>Whole tags or parents it must carry; normalised.</summary>
    public IReadOnlyList<string> AllTags { get; init; } = [];

    /// <summary>Whole tags or parents it must not carry; normalised.</summary>
    public IReadOnlyList<string> NoTags { get; init; } = [];

    /// <summary>JSON object that must be contained in its metadata: the same members at the same places with the same values; of a list, each value somewhere in it.</summary>
    public string? Metadata { get; init; }

    /// <summary>Within this circle or box.</summary>
    public GeoArea? Area { get; init; }

    /// <summary>Only these; null for all.</summary>
    public IReadOnlyCollection<string>? Ids { get; init; }
}

/// <summary>A place on the Earth as a box of degrees, WGS 84, and, when <paramref name="RadiusKm"/> is given, the circle around its middle.</summary>
/// <param name="South">−90 to 90.</param>
/// <param name="West">−180 to 180; greater than <paramref name="East"/> when the box crosses the antimeridian.</param>
/// <param name="RadiusKm">Great-circle distance from the middle of the box; null for all of it.</param>
public sealed record GeoArea(double South, double West, double North, double East, double? RadiusKm = null)
{
    /// <summary>A circle.</summary>
    public static GeoArea Around(GeoPoint middle, double radiusKm)
    {
        ArgumentNullException.ThrowIfNull(middle);
        return Geography.Circle(middle.Latitude, middle.Longitude, radiusKm);
    }
}
