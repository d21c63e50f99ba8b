using Azure.Core;
using Azure.Storage.Common;

namespace Azure.Storage.Blobs;

/// <summary>Makes a blob client's access from each kind of credential, and the blob service's common request parts.</summary>
internal static class BlobAccess
{
    public static (StorageAccess Access, Uri Service) FromConnectionString(string connectionString, BlobClientOptions? options)
    {
        options ??= new BlobClientOptions();
        var parsed = StorageConnectionString.Parse(connectionString);
        var service = parsed.Endpoint("blob");
        if (parsed.Sas is { } sas)
        {
            return (Anonymous(options), StorageUri.WithQuery(service, sas));
        }

        var key = parsed is { AccountName: { } name, AccountKey: { } secret } ? new StorageSharedKeyCredential(name, secret) : null;
        return (SharedKey(key, options), service);
    }

    public static StorageAccess Anonymous(BlobClientOptions? options) => SharedKey(null, options);

    public static StorageAccess SharedKey(StorageSharedKeyCredential? credential, BlobClientOptions? options)
    {
        options ??= new BlobClientOptions();
        return StoragePipeline.Access(options, options.VersionText, credential);
    }

    public static StorageAccess Sas(AzureSasCredential credential, BlobClientOptions? options)
    {
        options ??= new BlobClientOptions();
        return StoragePipeline.Access(options, options.VersionText, credential);
    }

    public static StorageAccess Token(TokenCredential credential, BlobClientOptions? options)
    {
        options ??= new BlobClientOptions();
        return StoragePipeline.Access(options, options.VersionText, credential);
    }
}
