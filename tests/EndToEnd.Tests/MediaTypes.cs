namespace Magpie.EndToEnd.Tests;

/// <summary>What a browser declares a file as, by its extension.</summary>
internal static class MediaTypes
{
    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".png"] = "image/png",
        [".gif"] = "image/gif",
        [".bmp"] = "image/bmp",
        [".tif"] = "image/tiff",
        [".heic"] = "image/heic",
        [".hif"] = "image/heic",
        [".mp4"] = "video/mp4",
        [".webm"] = "video/webm",
    };

    /// <summary>Null for a file that is no media.</summary>
    public static string? Of(string path) => ByExtension.GetValueOrDefault(Path.GetExtension(path));
}
