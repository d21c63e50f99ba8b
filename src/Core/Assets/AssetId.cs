using System.Globalization;

namespace Magpie.Assets;

/// <summary>Ids of assets: UUID version 7 (RFC 9562) as 32 lower-case hexadecimal digits, so that they sort by time of creation.</summary>
public static class AssetId
{
    /// <summary>Digits of an id.</summary>
    public const int Length = 32;

    /// <summary>A new id for this moment.</summary>
    public static string New(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
#pragma warning disable RS0030 // The one place that makes ids.
        return Guid.CreateVersion7(time.GetUtcNow()).ToString("n", CultureInfo.InvariantCulture);
#pragma warning restore RS0030
    }

    /// <summary>Whether the text has the form of an id; everything else is answered with "not found" before storage is asked.</summary>
    public static bool IsValid(string? text) => text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);
}
