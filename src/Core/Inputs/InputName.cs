using Magpie.Imaging;
using Magpie.Uploads;

namespace Magpie.Inputs;

/// <summary>The file name of an input, which has none.</summary>
internal static class InputName
{
    private const int MaxStem = 200;

    /// <summary>The last part of the URL's path, else the id, else <c>input</c>; with the extension of what the file is.</summary>
    public static string Of(NewInput input, FileType type)
    {
        var path = input.Url is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address) ? Uri.UnescapeDataString(address.AbsolutePath) : "";
        var stem = Clean(Path.GetFileNameWithoutExtension(path));
        stem = stem.Length > 0 ? stem : Clean(input.Id ?? "");
        return (stem.Length > 0 ? stem : "input") + type.Extension();
    }

    private static string Clean(string text)
    {
        var name = PlainText.Sanitize(text[(text.AsSpan().LastIndexOfAny('/', '\\') + 1)..]).Trim('.', ' ');
        return name.Length <= MaxStem ? name : name[..MaxStem];
    }
}
