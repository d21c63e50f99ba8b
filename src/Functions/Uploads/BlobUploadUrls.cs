using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Magpie.Functions.Delivery;
using Magpie.Uploads;

namespace Magpie.Functions.Uploads;

/// <summary>
/// SAS for one blob of the container <c>incoming</c>: create and write (staging blocks needs write), nothing else, and https only unless
/// storage itself is at an http address, which is a laptop. Signed with the account's key where there is one, otherwise with a user
/// delegation key.
/// </summary>
public sealed class BlobUploadUrls(BlobServiceClient service, DelegationKeys keys, UploadOptions options, TimeProvider time) : IUploadUrls
{
    private readonly BlobContainerClient _container = service.GetBlobContainerClient(IncomingBlobs.Container);

    public async ValueTask<UploadUrl> CreateAsync(string account, string id, string contentType, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var blob = _container.GetBlobClient(IncomingBlobs.NameOf(account, id));

        // Signatures carry whole seconds.
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((now + options.UrlLifetime).ToUnixTimeSeconds());
        var sas = new BlobSasBuilder(BlobSasPermissions.Create | BlobSasPermissions.Write, expiresAt)
        {
            BlobContainerName = IncomingBlobs.Container,
            BlobName = blob.Name,
            Resource = "b",
            StartsOn = now - options.ClockSkew,
            Protocol = service.Uri.Scheme == Uri.UriSchemeHttps ? SasProtocol.Https : SasProtocol.HttpsAndHttp,
        };
        return new UploadUrl(await SignAsync(blob, sas, cancellationToken), HeadersFor(contentType), expiresAt);
    }

    private static Dictionary<string, string> HeadersFor(string contentType) => new(StringComparer.Ordinal)
    {
        ["x-ms-blob-type"] = "BlockBlob",
        ["Content-Type"] = contentType,

        // What the original is served with: a blob that has it already is copied to where it is served from in one request instead of two.
        ["x-ms-blob-cache-control"] = MediaStore.CacheControl,
    };

    private async ValueTask<Uri> SignAsync(BlobClient blob, BlobSasBuilder sas, CancellationToken cancellationToken)
    {
        if (blob.CanGenerateSasUri)
        {
            return blob.GenerateSasUri(sas);
        }

        UserDelegationKey key = await keys.GetAsync(sas.ExpiresOn, cancellationToken);
        return new UriBuilder(blob.Uri) { Query = sas.ToSasQueryParameters(key, service.AccountName).ToString() }.Uri;
    }
}
