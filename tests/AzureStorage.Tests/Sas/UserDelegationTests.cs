using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Sas;

public sealed class UserDelegationTests(SecureAzurite azurite) : IClassFixture<SecureAzurite>
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private BlobClientOptions Options => new() { Transport = azurite.Transport };

    [Fact]
    public async Task A_token_opens_the_blob_service()
    {
        var container = Service().GetBlobContainerClient(Names.Container());

        await container.CreateAsync();
        await container.UploadBlobAsync("b", BinaryData.FromString("x"));

        (await container.GetBlobClient("b").DownloadContentAsync()).Value.Content.ToString().ShouldBe("x");
        container.CanGenerateSasUri.ShouldBeFalse();
    }

    [Fact]
    [Trait(Editions.Only, Editions.Embedded)]
    public async Task A_SAS_signed_with_a_user_delegation_key_opens_one_blob_for_what_it_allows()
    {
        var container = Service().GetBlobContainerClient(Names.Container());
        await container.CreateAsync();
        var key = await KeyAsync(Now.AddHours(1));
        var builder = new BlobSasBuilder(BlobSasPermissions.Create | BlobSasPermissions.Write, Now.AddMinutes(15))
        {
            BlobContainerName = container.Name,
            BlobName = "incoming/1 ü.jpg",
            StartsOn = Now.AddMinutes(-5),
            Protocol = SasProtocol.Https,
        };
        var query = builder.ToSasQueryParameters(key, container.AccountName);
        var blob = container.GetBlobClient("incoming/1 ü.jpg");
        var bySas = new BlobClient(new UriBuilder(blob.Uri) { Query = query.ToString() }.Uri, Options);

        await bySas.UploadAsync(BinaryData.FromString("x"), overwrite: true);

        (query.KeyObjectId, query.Resource, query.Permissions, query.Protocol).ShouldBe((key.SignedObjectId, "b", "cw", SasProtocol.Https));
        await ShouldRefuseAsync(() => bySas.DownloadContentAsync());
        await ShouldRefuseAsync(() => bySas.DeleteAsync());
        await ShouldRefuseAsync(() => Signed(container.GetBlobClient("other").Uri, query).UploadAsync(BinaryData.FromString("x")));
        (await blob.DownloadContentAsync()).Value.Content.ToString().ShouldBe("x");
    }

    [Fact]
    public async Task A_SAS_signed_with_an_expired_or_altered_key_is_refused()
    {
        var blob = Service().GetBlobContainerClient("any").GetBlobClient("b");
        var expired = await KeyAsync(Now.AddMinutes(-1));
        var key = await KeyAsync(Now.AddHours(1));
        var altered = BlobsModelFactory.UserDelegationKey(
            key.SignedObjectId, key.SignedTenantId, key.SignedStartsOn, key.SignedExpiresOn, key.SignedService, key.SignedVersion,
            Convert.ToBase64String(new byte[32]));

        foreach (var wrong in (UserDelegationKey[])[expired, altered])
        {
            var signed = blob.GenerateUserDelegationSasUri(BlobSasPermissions.Write, Now.AddMinutes(5), wrong);
            await ShouldRefuseAsync(() => new BlobClient(signed, Options).UploadAsync(BinaryData.FromString("x"), overwrite: true));
        }
    }

    [Fact]
    [Trait(Editions.Only, Editions.Embedded)]
    public async Task A_token_is_never_sent_over_plain_http()
    {
        var plain = new UriBuilder(azurite.Address) { Scheme = "http" }.Uri;
        var service = new BlobServiceClient(plain, SecureAzurite.Credential, Options);

        await Should.ThrowAsync<InvalidOperationException>(() => service.GetPropertiesAsync());
    }

    private static async Task ShouldRefuseAsync(Func<Task> attempt) =>
        (await Should.ThrowAsync<RequestFailedException>(attempt)).Status.ShouldBe(403);

    private BlobServiceClient Service() => new(azurite.Address, SecureAzurite.Credential, Options);

    private BlobClient Signed(Uri blob, BlobSasQueryParameters query) => new(new UriBuilder(blob) { Query = query.ToString() }.Uri, Options);

    private async Task<UserDelegationKey> KeyAsync(DateTimeOffset expiresOn) =>
        (await Service().GetUserDelegationKeyAsync(new BlobGetUserDelegationKeyOptions(expiresOn) { StartsOn = Now.AddMinutes(-10) })).Value;
}
