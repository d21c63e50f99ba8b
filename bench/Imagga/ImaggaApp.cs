using System.Net.Http.Headers;
using Magpie.Tests.Support;

namespace Magpie.Bench.Imagga;

/// <summary>The app as Imagga's endpoints are measured on it: the repository's pack and the shared ones, and no limit of requests a minute.</summary>
internal static class ImaggaApp
{
    /// <summary>Folders of packs.</summary>
    public static string Packs => Repository.Models is { } shared ? $"{Models.AppFolder}:{shared}" : Models.AppFolder;

    public static IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string>(LoadSettings.Unlimited, StringComparer.Ordinal) { ["MAGPIE_MODELS"] = Packs };

    /// <summary>A form with a file in the part <c>image</c>.</summary>
    public static MultipartFormDataContent Form(byte[] file)
    {
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        return new MultipartFormDataContent { { part, "image", "photo.jpg" } };
    }
}
