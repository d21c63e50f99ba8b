using Magpie.Functions.Storage;
using Microsoft.Extensions.Configuration;

namespace Magpie.Functions.Tests.Storage;

/// <summary>By an identity: which addresses the settings mean. Clients call nobody before they are used.</summary>
public sealed class StorageConnectionTests
{
    [Fact]
    public void An_account_s_name_gives_the_addresses_of_its_services() =>
        Addresses(("accountName", "pictures"), ("credential", "managedidentity"), ("clientId", "6f1b5f0e-5c1d-4e52-9f0a-0c5a5a1f3c11")).ShouldBe(
            ["https://pictures.blob.core.windows.net/", "https://pictures.queue.core.windows.net/", "https://pictures.table.core.windows.net/"]);

    [Fact]
    public void Addresses_that_are_set_are_taken_as_they_are() =>
        Addresses(
            ("blobServiceUri", "https://blobs.example/"), ("queueServiceUri", "https://queues.example/"), ("tableServiceUri", "http://localhost:10002/pictures")).ShouldBe(
            ["https://blobs.example/", "https://queues.example/", "http://localhost:10002/pictures"]);

    [Fact]
    public void An_address_that_is_set_goes_before_the_account_s_name() =>
        Addresses(("accountName", "pictures"), ("tableServiceUri", "https://tables.example/")).ShouldBe(
            ["https://pictures.blob.core.windows.net/", "https://pictures.queue.core.windows.net/", "https://tables.example/"]);

    [Theory]
    [InlineData("blobs.example")]
    [InlineData("/blobs")]
    [InlineData("ftp://blobs.example/")]
    [InlineData("")]
    public void An_address_that_is_none_is_named(string address) =>
        Should.Throw<InvalidOperationException>(() => Read(("accountName", "pictures"), ("blobServiceUri", address)))
            .Message.ShouldBe("AzureWebJobsStorage__blobServiceUri must be an http or https address.");

    [Fact]
    public void A_service_without_an_address_is_named() =>
        Should.Throw<InvalidOperationException>(() => Read(("blobServiceUri", "https://blobs.example/"), ("tableServiceUri", "https://tables.example/")))
            .Message.ShouldContain("AzureWebJobsStorage__queueServiceUri");

    private static string[] Addresses(params (string Name, string Value)[] settings)
    {
        var storage = Read(settings);
        return [storage.Blobs().Uri.AbsoluteUri, storage.Queues().Uri.AbsoluteUri, storage.Tables().Uri.AbsoluteUri];
    }

    private static StorageConnection Read(params (string Name, string Value)[] settings) => StorageConnection.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>($"{StorageConnection.Setting}:{setting.Name}", setting.Value)))
            .Build());
}
