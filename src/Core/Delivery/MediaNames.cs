namespace Magpie.Delivery;

/// <summary>The names under which an asset's files are kept and served: <c>/media/{id}/{name}</c>.</summary>
public static class MediaNames
{
    /// <summary>The file as it was uploaded.</summary>
    public const string Original = "original";

    /// <summary>WebP, at most 320 pixels a side.</summary>
    public const string Thumb = "thumb";

    /// <summary>WebP, at most 1600 pixels a side.</summary>
    public const string Preview = "preview";

    /// <summary>The folder of every public id.</summary>
    public const string Folder = "gallery";

    /// <summary>All names, the original first.</summary>
    public static IReadOnlyList<string> All { get; } = [Original, Thumb, Preview];

    /// <summary>Whether a file can have this name; everything else is answered with "not found" before storage is asked.</summary>
    public static bool IsValid(string? name) => name is Original or Thumb or Preview;

    /// <summary>What the asset is called at the delivery service: <c>gallery/{id}</c>.</summary>
    public static string PublicId(string assetId) => $"{Folder}/{assetId}";
}
