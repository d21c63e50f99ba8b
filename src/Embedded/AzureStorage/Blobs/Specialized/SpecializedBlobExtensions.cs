namespace Azure.Storage.Blobs.Specialized;

/// <summary>Gets the specialised clients from the general ones.</summary>
public static class SpecializedBlobExtensions
{
    public static BlobBaseClient GetBlobBaseClient(this BlobContainerClient client, string blobName) => client.BlockBlob(blobName);

    public static BlockBlobClient GetBlockBlobClient(this BlobContainerClient client, string blobName) => client.BlockBlob(blobName);

    public static BlobLeaseClient GetBlobLeaseClient(this BlobBaseClient client, string? leaseId = null) => new(client, leaseId);

    /// <summary>The client of the container a blob is in.</summary>
    public static BlobContainerClient GetParentBlobContainerClient(this BlobBaseClient client)
    {
        var container = Common.StorageUri.Append(Common.StorageUri.Service(client.Uri), client.BlobContainerName);
        return new BlobContainerClient(container, client.Access, client.AccountName, client.BlobContainerName);
    }

    /// <summary>The client of the account a container is in.</summary>
    public static BlobServiceClient GetParentBlobServiceClient(this BlobContainerClient client) =>
        new(Common.StorageUri.Service(client.Uri), client.Access, client.AccountName);
}
