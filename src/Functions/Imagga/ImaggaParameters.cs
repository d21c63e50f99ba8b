using System.Globalization;
using Magpie.Tagging;
using Magpie.Uploads;

namespace Magpie.Functions.Imagga;

/// <summary>Parameters from query, form and multipart together. A value that means nothing is kept as a sentence that says what it must be.</summary>
internal sealed class ImaggaParameters
{
    /// <summary>Parameters of one request.</summary>
    public const int Most = 64;

    /// <summary>Characters of a value; base64 of an image is no parameter but an image.</summary>
    public const int MaxLength = 16 * 1024;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>What is wrong with the first bad value that was asked for; null when nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Takes a parameter; a sentence when it cannot be taken.</summary>
    public string? Add(string name, string value)
    {
        if (value.Length > MaxLength)
        {
            return $"The parameter \"{Shown(name)}\" is too long.";
        }

        if (_values.Count == Most)
        {
            return $"At most {Most} parameters are possible.";
        }

        return _values.TryAdd(name, value) ? null : $"The parameter \"{Shown(name)}\" comes twice.";
    }

    /// <summary>Null when it is missing or empty.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>Whether it came, and there is nothing in it.</summary>
    public bool IsEmpty(string name) => _values.GetValueOrDefault(name) is { Length: 0 };

    /// <summary><c>1</c> or <c>0</c>.</summary>
    public bool Flag(string name, bool missing) => Read<bool>(name, text => text switch { "1" or "true" => true, "0" or "false" => false, _ => null }, "0 or 1") ?? missing;

    public int Number(string name, int least, int most, int missing) => Read<int>(
        name,
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null,
        $"a whole number from {least} to {most}") ?? missing;

    public double Fraction(string name, double least, double most, double missing) => Read<double>(
        name,
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null,
        string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}")) ?? missing;

    public string Choice(string name, string missing, params string[] choices) =>
        Text(name) is not { } value ? missing
        : choices.Contains(value, StringComparer.Ordinal) ? value
        : Bad(name, string.Join(" or ", choices), missing);

    /// <summary>Codes of languages, each once; English when there is none.</summary>
    public IReadOnlyList<string> LanguageCodes()
    {
        var codes = (Text("language") ?? Languages.English).Split(',', StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToArray();
        var known = Languages.All.Select(language => language.Code).ToHashSet(StringComparer.Ordinal);
        return codes.All(known.Contains)
            ? codes
            : Bad<IReadOnlyList<string>>("language", $"one of {string.Join(", ", known)}, or several of them separated by commas", [Languages.English]);
    }

    public T? Read<T>(string name, Func<string, T?> parse, string expected)
        where T : struct =>
        Text(name) is not { } text ? null : parse(text) ?? Bad<T?>(name, expected, null);

    /// <summary>Keeps that a value means nothing.</summary>
    public T Bad<T>(string name, string expected, T instead)
    {
        Problem ??= $"The parameter \"{name}\" must be {expected}.";
        return instead;
    }

    private static string Shown(string name) => PlainText.Sanitize(name.Length > 64 ? name[..64] : name);
}
