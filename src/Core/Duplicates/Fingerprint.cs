using System.Globalization;
using System.Numerics;
using Magpie.Assets;

namespace Magpie.Duplicates;

/// <summary>What tells that two assets are the same file, or look the same.</summary>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
/// <param name="PerceptualHash">64-bit DCT hash; null when it says nothing, see <see cref="Of"/>.</param>
public sealed record Fingerprint(string Account, string Id, string Sha256, ulong? PerceptualHash)
{
    /// <summary>
    /// Bits that are set in a hash worth comparing. Half of them are by construction; far fewer or more mean that there is next to nothing
    /// in the picture (a blank page), and all such pictures would be near each other.
    /// </summary>
    private const int FewestBits = 16, MostBits = 48;

    /// <summary>The fingerprint of an examined asset; null without a checksum.</summary>
    public static Fingerprint? Of(Asset asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        if (asset.Sha256 is not { } sha256)
        {
            return null;
        }

        ulong? hash = ulong.TryParse(asset.PerceptualHash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            && BitOperations.PopCount(bits) is >= FewestBits and <= MostBits ? bits : null;
        return new(asset.Account, asset.Id, sha256, hash);
    }

    /// <summary>Bits that differ, 0 to 64; null when one of both has no hash to compare.</summary>
    public int? DistanceTo(Fingerprint other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (PerceptualHash, other.PerceptualHash) is ({ } mine, { } theirs) ? BitOperations.PopCount(mine ^ theirs) : null;
    }
}
