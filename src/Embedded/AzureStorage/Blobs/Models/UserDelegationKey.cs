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

/// <summary>Makes models for tests of code that receives them.</summary>
public static class BlobsModelFactory
{
    public static UserDelegationKey UserDelegationKey(
        string signedObjectId,
        string signedTenantId,
        DateTimeOffset signedStartsOn,
        DateTimeOffset signedExpiresOn,
        string signedService,
        string signedVersion,
        string value) => new()
        {
            SignedObjectId = signedObjectId,
            SignedTenantId = signedTenantId,
            SignedStartsOn = signedStartsOn,
            SignedExpiresOn = signedExpiresOn,
            SignedService = signedService,
            SignedVersion = signedVersion,
            Value = value,
        };
}
