using System.Collections.Frozen;
using Magpie.Assets;

namespace Magpie.Uploads;

/// <summary>The media types that may be uploaded. Anything not named here, SVG, HTML, PDF and programs above all, is not.</summary>
public static class AcceptedTypes
{
    private static readonly FrozenDictionary<string, AcceptedType> ByName = new AcceptedType[]
    {
        new("image/jpeg", MediaType.Image, ["jpg", "jpeg", "jpe", "jfif"]),
        new("image/png", MediaType.Image, ["png"]),
        new("image/gif", MediaType.Image, ["gif"]),
        new("image/webp", MediaType.Image, ["webp"]),
        new("image/heic", MediaType.Image, ["heic", "heif", "hif"]),
        new("image/heif", MediaType.Image, ["heif", "heic", "hif"]),
        new("image/avif", MediaType.Image, ["avif"]),
        new("image/tiff", MediaType.Image, ["tif", "tiff"]),
        new("video/mp4", MediaType.Video, ["mp4", "m4v"]),
        new("video/mpeg", MediaType.Video, ["mpg", "mpeg", "mpe", "m2v"]),
        new("video/quicktime", MediaType.Video, ["mov", "qt"]),
        new("video/x-msvideo", MediaType.Video, ["avi"]),
        new("video/webm", MediaType.Video, ["webm"]),
        new("video/x-matroska", MediaType.Video, ["mkv"]),
    }.ToFrozenDictionary(type => type.Name, StringComparer.OrdinalIgnoreCase);

    // Names that browsers and older clients give the same formats.
    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["image/jpg"] = "image/jpeg",
        ["image/pjpeg"] = "image/jpeg",
        ["image/x-png"] = "image/png",
        ["video/x-m4v"] = "video/mp4",
        ["video/avi"] = "video/x-msvideo",
        ["video/msvideo"] = "video/x-msvideo",
        ["video/matroska"] = "video/x-matroska",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every accepted type, by name.</summary>
    public static IReadOnlyList<AcceptedType> All { get; } = [.. ByName.Values.OrderBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>The type of this name, its parameters aside (<c>video/webm;codecs=vp9</c>); null when it is not accepted.</summary>
    public static AcceptedType? Find(string? contentType)
    {
        var name = contentType?.Split(';', 2)[0].Trim() ?? string.Empty;
        return ByName.GetValueOrDefault(Aliases.GetValueOrDefault(name, name));
    }
}

/// <summary>A media type that may be uploaded.</summary>
/// <param name="Name">The one name it is stored under, lower case.</param>
/// <param name="Extensions">Of file names, lower case, without the dot; the usual one first.</param>
public sealed record AcceptedType(string Name, MediaType Type, IReadOnlyList<string> Extensions);
