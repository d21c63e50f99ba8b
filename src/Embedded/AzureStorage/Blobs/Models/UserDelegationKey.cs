namespace Azure.Storage.Blobs.Models;

/// <summary>A key that signs SAS in the name of a Microsoft Entra identity.</summary>
public class UserDelegationKey
{
    internal UserDelegationKey()
    {
    }

    public string SignedObjectId { get; internal set; } = "";

    public string SignedTenantId { get; internal set; } = "";

    public DateTimeOffset SignedStartsOn { get; internal set; }

    public DateTimeOffset SignedExpiresOn { get; internal set; }

    public string SignedService { get; internal set; } = "";

    public string SignedVersion { get; internal set; } = "";

    public string? SignedDelegatedUserTenantId { get; internal set; }

    /// <summary>The key in base64; a secret.</summary>
    public string Value { get; internal set; } = "";
}
