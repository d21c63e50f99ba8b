using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Magpie.Duplicates;

/// <summary>What happens to a file that is there already. Section <c>Magpie:Duplicates</c>.</summary>
public sealed class DuplicateOptions
{
    public const string Section = "Magpie:Duplicates";

    /// <summary>What to do with an exact duplicate; recorded it is in any case.</summary>
    [EnumDataType(typeof(DuplicatePolicy))]
    public DuplicatePolicy Policy { get; set; } = DuplicatePolicy.Keep;

    /// <summary>Bits of 64 by which perceptual hashes may differ to count as near duplicates; 0 to 4, default 4.</summary>
    [Range(0, IFingerprints.LargestDistance)]
    public int NearDistance { get; set; } = IFingerprints.LargestDistance;
}

/// <summary>Checks <see cref="DuplicateOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class DuplicateOptionsValidator : IValidateOptions<DuplicateOptions>;

/// <summary>What happens to a file of which the account has the very bytes.</summary>
public enum DuplicatePolicy
{
    /// <summary>It becomes an asset like any other.</summary>
    Keep,

    /// <summary>It becomes an asset that carries the tag <c>duplicate</c> among the user's, who may take it off.</summary>
    Flag,

    /// <summary>It is rejected, with the id of the one that is there.</summary>
    Reject,
}
