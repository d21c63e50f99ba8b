using System.Text.Json;
using System.Text.Json.Serialization;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>What is known, asked or predicted of an image or a video.</summary>
public sealed record V2Data
{
    public V2Image? Image { get; init; }

    public V2Image? Video { get; init; }

    public IReadOnlyList<V2Concept>? Concepts { get; init; }

    /// <summary>A JSON object.</summary>
    public JsonElement? Metadata { get; init; }

    public V2Geo? Geo { get; init; }

    /// <summary>Of a prediction; in an input they are not kept, and what has some is refused.</summary>
    public IReadOnlyList<V2Region>? Regions { get; init; }

    public IReadOnlyList<V2Color>? Colors { get; init; }

    public IReadOnlyList<V2Embedding>? Embeddings { get; init; }

    public IReadOnlyList<V2Frame>? Frames { get; init; }
}

/// <summary>Where an image or a video is, or its bytes.</summary>
public sealed record V2Image
{
    public string? Url { get; init; }

    public V2Bytes? Base64 { get; init; }

    public bool? AllowDuplicateUrl { get; init; }

    /// <summary>In a search: the input it is.</summary>
    public string? InputId { get; init; }

    /// <summary>Not supported: what has some is refused.</summary>
    public JsonElement? Crop { get; init; }
}

/// <summary>Something a picture shows.</summary>
public sealed record V2Concept
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>0 to 1; a client may send true or false. Null is 1 where it is read.</summary>
    [JsonConverter(typeof(V2ValueConverter))]
    public double? Value { get; init; }

    /// <summary>Of the name, in a search.</summary>
    public string? Language { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public string? AppId { get; init; }

    /// <summary>Why it was not made or renamed; only there.</summary>
    public V2Status? Status { get; init; }
}

/// <summary>A place, a circle around one, or a box of two corners.</summary>
public sealed record V2Geo(V2GeoPoint? GeoPoint, V2GeoLimit? GeoLimit = null, IReadOnlyList<V2GeoCorner>? GeoBox = null);

/// <summary>Degrees, WGS 84.</summary>
public sealed record V2GeoPoint(double Longitude, double Latitude);

/// <summary>How far around a place.</summary>
/// <param name="Type"><c>withinMiles</c>, <c>withinKilometers</c>, <c>withinRadians</c> or <c>withinDegrees</c>; or <c>mile</c>, <c>kilometer</c>, …</param>
public sealed record V2GeoLimit(string? Type, double Value);

/// <summary>A corner of a box.</summary>
public sealed record V2GeoCorner(V2GeoPoint? GeoPoint);

/// <summary>A colour of a picture.</summary>
/// <param name="RawHex"><c>#rrggbb</c>.</param>
/// <param name="Value">Share of the picture, 0 to 1.</param>
public sealed record V2Color(string RawHex, V2NamedColor W3c, double Value);

/// <summary>The nearest colour that CSS has a name for.</summary>
public sealed record V2NamedColor(string Hex, string Name);

/// <summary>A vector that stands for how a picture looks.</summary>
/// <param name="Vector">float32, unit length.</param>
public sealed record V2Embedding(IReadOnlyList<float> Vector, int NumDimensions);

/// <summary>A frame of a video.</summary>
public sealed record V2Frame(V2FrameInfo FrameInfo, V2Data Data);

/// <summary>Which frame.</summary>
/// <param name="Time">Milliseconds from the start.</param>
public sealed record V2FrameInfo(int Index, long Time);
