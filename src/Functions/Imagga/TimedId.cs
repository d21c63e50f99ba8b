using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;

namespace Magpie.Functions.Imagga;

/// <summary>Ids that nobody guesses and that begin with the second they were made at: one too old is told apart from one that never was, and old ones sort first.</summary>
/// <param name="prefix">What every id begins with; may be empty.</param>
/// <param name="randomBytes">Random bytes behind the time, two digits each.</param>
internal sealed class TimedId(string prefix, int randomBytes)
{
    private const int TimeDigits = 8;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>A new one.</summary>
    public string New(DateTimeOffset at) => Beginning(at) + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(randomBytes));

    /// <summary>What the ids of a second begin with.</summary>
    public string Beginning(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{at.ToUnixTimeSeconds():x8}");

    /// <summary>When an id was made; null when the text has not the form of one.</summary>
    public DateTimeOffset? MadeAt(string id)
    {
        if (id.Length != prefix.Length + TimeDigits + (randomBytes * 2)
            || !id.StartsWith(prefix, StringComparison.Ordinal)
            || id.AsSpan(prefix.Length).ContainsAnyExcept(HexDigits))
        {
            return null;
        }

        var seconds = long.Parse(id.AsSpan(prefix.Length, TimeDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return DateTimeOffset.FromUnixTimeSeconds(seconds);
    }
}
