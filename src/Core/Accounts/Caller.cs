using Magpie.Assets;

namespace Magpie.Accounts;

/// <summary>Who a request is from.</summary>
/// <param name="Key">The credential's key.</param>
public sealed record Caller(string Key, string Account, CredentialKind Kind)
{
    /// <summary>The key whose uploads alone the caller may see; null when it is all of the account.</summary>
    public string? OnlyUploadedBy => Kind == CredentialKind.Publishable ? Key : null;

    /// <summary>Whether the caller may read the asset. To one who may not, it does not exist.</summary>
    public bool MaySee(Asset asset)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return asset.Account == Account && (OnlyUploadedBy is null || asset.UploadedBy == OnlyUploadedBy);
    }
}
