using System.ComponentModel;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Common;

namespace Azure.Storage.Sas;

/// <summary>Makes a SAS for one blob, or for a container when no blob is named; signed with the account's key or a user delegation key.</summary>
public class BlobSasBuilder
{
    /// <summary>
    /// A user delegation SAS is signed for this version: later ones sign further fields that Azurite does not know yet, and the service
    /// checks a SAS by the rules of the version it names.
    /// </summary>
    private const string UserDelegationVersion = "2025-07-05";

    public BlobSasBuilder()
    {
    }

    public BlobSasBuilder(BlobSasPermissions permissions, DateTimeOffset expiresOn)
    {
        ExpiresOn = expiresOn;
        SetPermissions(permissions);
    }

    public BlobSasBuilder(BlobContainerSasPermissions permissions, DateTimeOffset expiresOn)
    {
        ExpiresOn = expiresOn;
        SetPermissions(permissions);
    }

    [EditorBrowsable(EditorBrowsableState.Never)]
    public string? Version { get; set; }

    public SasProtocol Protocol { get; set; }

    public DateTimeOffset StartsOn { get; set; }

    public DateTimeOffset ExpiresOn { get; set; }

    public string? Permissions { get; private set; }

    public SasIPRange IPRange { get; set; }

    public string? Identifier { get; set; }

    public string? BlobContainerName { get; set; }

    public string? BlobName { get; set; }

    public string? Snapshot { get; set; }

    /// <summary>"b", "bs" or "c"; worked out from the names when signed.</summary>
    public string? Resource { get; set; }

    public string? CacheControl { get; set; }

    public string? ContentDisposition { get; set; }

    public string? ContentEncoding { get; set; }

    public string? ContentLanguage { get; set; }

    public string? ContentType { get; set; }

    public string? CorrelationId { get; set; }

    public string? EncryptionScope { get; set; }

    public void SetPermissions(BlobSasPermissions permissions) => Permissions = SasPermissionLetters.Letters(permissions);

    public void SetPermissions(BlobContainerSasPermissions permissions) => Permissions = SasPermissionLetters.Letters(permissions);

    public void SetPermissions(string rawPermissions) => Permissions = rawPermissions;

    public void SetPermissions(string rawPermissions, bool normalize = false) =>
        Permissions = normalize ? string.Concat(SasPermissionLetters.Order.Where(rawPermissions.Contains)) : rawPermissions;

    public BlobSasQueryParameters ToSasQueryParameters(StorageSharedKeyCredential sharedKeyCredential) =>
        ToSasQueryParameters(sharedKeyCredential, out _);

    public BlobSasQueryParameters ToSasQueryParameters(StorageSharedKeyCredential sharedKeyCredential, out string stringToSign)
    {
        ArgumentNullException.ThrowIfNull(sharedKeyCredential);
        var version = Complete(SasQueryParameters.DefaultSasVersion);
        stringToSign = string.Join(
            '\n',
            Permissions, SasQueryParameters.Format(StartsOn), SasQueryParameters.Format(ExpiresOn), Name(sharedKeyCredential.AccountName),
            Identifier, IPRange.ToString(), SasQueryParameters.Format(Protocol), version, Resource, Snapshot, EncryptionScope,
            CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, ContentType);
        return Parameters(version, userDelegationKey: null, sharedKeyCredential.Sign(stringToSign));
    }

    public BlobSasQueryParameters ToSasQueryParameters(UserDelegationKey userDelegationKey, string accountName) =>
        ToSasQueryParameters(userDelegationKey, accountName, out _);

    public BlobSasQueryParameters ToSasQueryParameters(UserDelegationKey userDelegationKey, string accountName, out string stringToSign)
    {
        ArgumentNullException.ThrowIfNull(userDelegationKey);
        var version = Complete(UserDelegationVersion);
        const string NoAgent = "", NoDelegatedUser = "";
        stringToSign = string.Join(
            '\n',
            Permissions, SasQueryParameters.Format(StartsOn), SasQueryParameters.Format(ExpiresOn), Name(accountName),
            userDelegationKey.SignedObjectId, userDelegationKey.SignedTenantId, SasQueryParameters.Format(userDelegationKey.SignedStartsOn),
            SasQueryParameters.Format(userDelegationKey.SignedExpiresOn), userDelegationKey.SignedService, userDelegationKey.SignedVersion,
            NoAgent, NoAgent, CorrelationId, userDelegationKey.SignedDelegatedUserTenantId, NoDelegatedUser,
            IPRange.ToString(), SasQueryParameters.Format(Protocol), version, Resource, Snapshot, EncryptionScope,
            CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, ContentType);
        return Parameters(version, userDelegationKey, Hmac.Sign(Convert.FromBase64String(userDelegationKey.Value), stringToSign));
    }

    internal BlobSasBuilder Copy() => (BlobSasBuilder)MemberwiseClone();

    /// <summary>Works out the resource and checks that nothing the service needs is missing.</summary>
    private string Complete(string version)
    {
        if (string.IsNullOrEmpty(BlobContainerName))
        {
            throw new InvalidOperationException($"A SAS needs {nameof(BlobContainerName)}.");
        }

        if (Identifier is null && (ExpiresOn == default || string.IsNullOrEmpty(Permissions)))
        {
            throw new InvalidOperationException($"A SAS needs {nameof(ExpiresOn)} and permissions, or an {nameof(Identifier)}.");
        }

        Resource = string.IsNullOrEmpty(BlobName) ? "c" : string.IsNullOrEmpty(Snapshot) ? "b" : "bs";
        return version;
    }

    private string Name(string account) =>
        string.IsNullOrEmpty(BlobName) ? $"/blob/{account}/{BlobContainerName}" : $"/blob/{account}/{BlobContainerName}/{BlobName}";

    private BlobSasQueryParameters Parameters(string version, UserDelegationKey? userDelegationKey, string signature)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("sv", version);
        Add("spr", SasQueryParameters.Format(Protocol));
        Add("st", SasQueryParameters.Format(StartsOn));
        Add("se", SasQueryParameters.Format(ExpiresOn));
        Add("sip", IPRange.ToString());
        Add("si", Identifier);
        Add("sr", Resource);
        Add("sp", Permissions);
        Add("skoid", userDelegationKey?.SignedObjectId);
        Add("sktid", userDelegationKey?.SignedTenantId);
        Add("skt", userDelegationKey is null ? null : SasQueryParameters.Format(userDelegationKey.SignedStartsOn));
        Add("ske", userDelegationKey is null ? null : SasQueryParameters.Format(userDelegationKey.SignedExpiresOn));
        Add("sks", userDelegationKey?.SignedService);
        Add("skv", userDelegationKey?.SignedVersion);
        Add("scid", userDelegationKey is null ? null : CorrelationId);
        Add("ses", EncryptionScope);
        Add("rscc", CacheControl);
        Add("rscd", ContentDisposition);
        Add("rsce", ContentEncoding);
        Add("rscl", ContentLanguage);
        Add("rsct", ContentType);
        Add("sig", signature);
        return new BlobSasQueryParameters(values);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                values.Add(name, value);
            }
        }
    }
}
