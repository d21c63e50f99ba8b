namespace Magpie.Tagging;

/// <summary>A language that names of labels may be in.</summary>
/// <param name="Code">As Imagga writes it: <c>de</c>, <c>sr_latn</c>.</param>
/// <param name="Name">In English.</param>
public sealed record Language(string Code, string Name);

/// <summary>The languages of Imagga's API, which are the ones that packs can be named in.</summary>
public static class Languages
{
    public const string English = "en";

    /// <summary>All of them, by code.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [
        new("ar", "Arabic"), new("bg", "Bulgarian"), new("bs", "Bosnian"), new("ca", "Catalan"), new("cs", "Czech"), new("cy", "Welsh"),
        new("da", "Danish"), new("de", "German"), new("el", "Greek"), new(English, "English"), new("es", "Spanish"), new("et", "Estonian"),
        new("fa", "Persian"), new("fi", "Finnish"), new("fr", "French"), new("he", "Hebrew"), new("hi", "Hindi"), new("hr", "Croatian"),
        new("ht", "Haitian Creole"), new("hu", "Hungarian"), new("id", "Indonesian"), new("it", "Italian"), new("ja", "Japanese"),
        new("ko", "Korean"), new("lt", "Lithuanian"), new("lv", "Latvian"), new("ms", "Malay"), new("mt", "Maltese"), new("nl", "Dutch"),
        new("no", "Norwegian"), new("pl", "Polish"), new("pt", "Portuguese"), new("ro", "Romanian"), new("ru", "Russian"), new("sk", "Slovak"),
        new("sl", "Slovenian"), new("sr_cyrl", "Serbian - Cyrillic"), new("sr_latn", "Serbian - Latin"), new("sv", "Swedish"), new("th", "Thai"),
        new("tr", "Turkish"), new("uk", "Ukrainian"), new("ur", "Urdu"), new("vi", "Vietnamese"), new("zh_chs", "Chinese Simplified"),
        new("zh_cht", "Chinese Traditional"),
    ];

    private static readonly Dictionary<string, string> OtherCodes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["nb"] = "no",
        ["nn"] = "no",
        ["iw"] = "he",
        ["in"] = "id",
        ["sr"] = "sr_cyrl",
        ["zh"] = "zh_chs",
        ["zh_hans"] = "zh_chs",
        ["zh_cn"] = "zh_chs",
        ["zh_sg"] = "zh_chs",
        ["zh_hant"] = "zh_cht",
        ["zh_tw"] = "zh_cht",
        ["zh_hk"] = "zh_cht",
    };

    /// <summary>The language of a code; the codes of browsers and of other APIs (<c>pt-BR</c>, <c>zh-Hant</c>) are understood too. Null for none of ours.</summary>
    public static Language? Find(string? code)
    {
        var key = (code ?? "").Trim().Replace('-', '_');
        return Exactly(key)
            ?? (OtherCodes.TryGetValue(key, out var ours) ? Exactly(ours) : null)
            ?? (key.LastIndexOf('_') is var cut and > 0 ? Find(key[..cut]) : null);
    }

    private static Language? Exactly(string code) =>
        All.FirstOrDefault(language => string.Equals(language.Code, code, StringComparison.OrdinalIgnoreCase));
}
