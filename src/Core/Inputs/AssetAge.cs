using System.Globalization;
using Magpie.Assets;

namespace Magpie.Inputs;

/// <summary>When an id was made, which it says itself (RFC 9562, 5.7: milliseconds since 1970 in its first 48 bits).</summary>
internal static class AssetAge
{
    /// <summary>A fetch has ended by then, whatever became of it: it takes ten seconds, and may wait its turn.</summary>
    public static readonly TimeSpan LongestFetch = TimeSpan.FromMinutes(5);

    private const int TimeDigits = 12;

    public static DateTimeOffset CreatedAt(string assetId) => AssetId.IsValid(assetId)
        ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(assetId.AsSpan(0, TimeDigits), NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        : DateTimeOffset.MinValue;
}
