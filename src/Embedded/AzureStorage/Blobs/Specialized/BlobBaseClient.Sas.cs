using Azure.Storage.Blobs.Models;
using Azure.Storage.Common;
using Azure.Storage.Sas;

namespace Azure.Storage.Blobs.Specialized;

public partial class BlobBaseClient
{
    /// <summary>Whether this client has the account key that <see cref="GenerateSasUri(BlobSasBuilder)"/> signs with.</summary>
    public virtual bool CanGenerateSasUri => _access?.SharedKey is not null;

    public virtual Uri GenerateSasUri(BlobSasPermissions permissions, DateTimeOffset expiresOn) =>
        GenerateSasUri(new BlobSasBuilder(permissions, expiresOn));

    /// <summary>Signs this blob's address with the account key.</summary>
    /// <exception cref="InvalidOperationException">There is no key, or the builder names another blob.</exception>
    public virtual Uri GenerateSasUri(BlobSasBuilder builder)
    {
        var key = Access.SharedKey ?? throw new InvalidOperationException("A SAS is signed with a StorageSharedKeyCredential; this client has none.");
        return StorageUri.WithQuery(Uri, ForThisBlob(builder).ToSasQueryParameters(key).ToString());
    }

    public virtual Uri GenerateUserDelegationSasUri(BlobSasPermissions permissions, DateTimeOffset expiresOn, UserDelegationKey userDelegationKey) =>
        GenerateUserDelegationSasUri(new BlobSasBuilder(permissions, expiresOn), userDelegationKey);

    /// <summary>Signs this blob's address with a user delegation key.</summary>
    public virtual Uri GenerateUserDelegationSasUri(BlobSasBuilder builder, UserDelegationKey userDelegationKey) =>
        StorageUri.WithQuery(Uri, ForThisBlob(builder).ToSasQueryParameters(userDelegationKey, AccountName).ToString());

    private BlobSasBuilder ForThisBlob(BlobSasBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var copy = builder.Copy();
        copy.BlobContainerName ??= BlobContainerName;
        copy.BlobName ??= Name;
        return copy.BlobContainerName == BlobContainerName && copy.BlobName == Name
            ? copy
            : throw new InvalidOperationException("The SAS builder names another blob than this client's.");
    }
}
