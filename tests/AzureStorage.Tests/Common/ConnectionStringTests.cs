using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Common;

public sealed class ConnectionStringTests
{
    private const string Key = "c2VjcmV0LXNlY3JldC1zZWNyZXQ=";

    [Fact]
    public void Development_storage_is_Azurite_on_its_ports()
    {
        const string Development = "UseDevelopmentStorage=true";

        new BlobServiceClient(Development).Uri.ShouldBe(new Uri("http://127.0.0.1:10000/devstoreaccount1"));
        new QueueServiceClient(Development).Uri.ShouldBe(new Uri("http://127.0.0.1:10001/devstoreaccount1"));
        new TableServiceClient(Development).Uri.ShouldBe(new Uri("http://127.0.0.1:10002/devstoreaccount1"));
        new BlobServiceClient(Development).CanGenerateAccountSasUri.ShouldBeTrue();
    }

    [Fact]
    public void Development_storage_may_be_on_another_host() =>
        new BlobServiceClient("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite").Uri
            .ShouldBe(new Uri("http://azurite:10000/devstoreaccount1"));

    [Fact]
    public void An_account_in_the_cloud_has_its_name_in_the_host()
    {
        var account = new BlobServiceClient($"DefaultEndpointsProtocol=https;AccountName=photos;AccountKey={Key};EndpointSuffix=core.windows.net");
        var blob = account.GetBlobContainerClient("incoming").GetBlobClient("a/b c.jpg");

        account.Uri.ShouldBe(new Uri("https://photos.blob.core.windows.net"));
        blob.Uri.AbsoluteUri.ShouldBe("https://photos.blob.core.windows.net/incoming/a/b%20c.jpg");
        (blob.AccountName, blob.BlobContainerName, blob.Name).ShouldBe(("photos", "incoming", "a/b c.jpg"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1/incoming/a/b%20c.jpg", "devstoreaccount1")]
    [InlineData("http://localhost:10000/devstoreaccount1/incoming/a/b%20c.jpg", "devstoreaccount1")]
    [InlineData("https://photos.blob.core.windows.net/incoming/a/b%20c.jpg?sv=1&sig=2", "photos")]
    public void A_blob_is_known_by_its_address(string address, string account)
    {
        var blob = new BlobClient(new Uri(address));

        (blob.AccountName, blob.BlobContainerName, blob.Name).ShouldBe((account, "incoming", "a/b c.jpg"));
    }

    [Theory]
    [Trait(Editions.Only, Editions.Embedded)]
    [InlineData("nonsense")]
    [InlineData("AccountKey=" + Key)]
    [InlineData("AccountName=a;AccountName=b;AccountKey=" + Key)]
    [InlineData("AccountName=a;BlobEndpoint=ftp://x;AccountKey=" + Key)]
    public void A_connection_string_that_cannot_be_read_fails_without_giving_its_key_away(string text)
    {
        var failure = Should.Throw<FormatException>(() => new BlobServiceClient(text));

        failure.ToString().ShouldNotContain(Key);
    }
}
