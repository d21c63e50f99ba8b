using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Blobs;

[Collection(AzuriteCollection.Name)]
public sealed class BlobCopyTests(Azurite azurite)
{
    [Fact]
    public async Task A_copy_has_the_content_and_headers_of_its_source()
    {
        var (source, target) = await NewAsync();

        var copy = await target.StartCopyFromUriAsync(source.Uri);
        var bytes = (await copy.WaitForCompletionAsync()).Value;

        bytes.ShouldBe(5);
        (await target.DownloadContentAsync()).Value.Content.ToString().ShouldBe("bytes");
        var properties = (await target.GetPropertiesAsync()).Value;
        properties.ContentType.ShouldBe("image/gif");
        properties.CopyStatus.ShouldBe(CopyStatus.Success);
        properties.CopyId.ShouldBe(copy.Id);
        properties.Metadata["from"].ShouldBe("source");
    }

    [Fact]
    public async Task A_copy_reads_its_source_by_SAS_and_takes_metadata_of_its_own()
    {
        var (source, target) = await NewAsync();
        var signed = source.GenerateSasUri(BlobSasPermissions.Read, TimeProvider.System.GetUtcNow().AddMinutes(5));
        var options = new BlobCopyFromUriOptions { Metadata = new Dictionary<string, string> { ["own"] = "1" } };

        var copy = (await target.SyncCopyFromUriAsync(signed, options)).Value;

        copy.CopyStatus.ShouldBe(CopyStatus.Success);
        copy.ETag.ShouldBe((await target.GetPropertiesAsync()).Value.ETag);
        (await target.GetPropertiesAsync()).Value.Metadata.ShouldBe(options.Metadata);
    }

    [Fact]
    public async Task A_copy_under_a_stale_ETag_of_the_source_is_refused()
    {
        var (source, target) = await NewAsync();
        var etag = (await source.GetPropertiesAsync()).Value.ETag;
        await source.SetMetadataAsync(new Dictionary<string, string>());
        var options = new BlobCopyFromUriOptions { SourceConditions = new BlobRequestConditions { IfMatch = etag } };

        var failure = await Should.ThrowAsync<RequestFailedException>(() => target.StartCopyFromUriAsync(source.Uri, options));

        failure.Status.ShouldBe(412);
        failure.ErrorCode.ShouldNotBeNull();
        (await target.ExistsAsync()).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task A_copy_that_may_not_overwrite_is_refused()
    {
        var (source, target) = await NewAsync();
        await target.UploadAsync(BinaryData.FromString("mine"));
        var options = new BlobCopyFromUriOptions { DestinationConditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };

        var failure = await Should.ThrowAsync<RequestFailedException>(() => target.StartCopyFromUriAsync(source.Uri, options));

        failure.Status.ShouldBe(409);
        (await target.DownloadContentAsync()).Value.Content.ToString().ShouldBe("mine");
    }

    [Fact]
    public async Task A_copy_of_nothing_answers_404()
    {
        var (source, target) = await NewAsync();
        await source.DeleteAsync();

        var failure = await Should.ThrowAsync<RequestFailedException>(() => target.StartCopyFromUriAsync(source.Uri));

        failure.Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_blob_knows_its_container_and_its_account()
    {
        var (source, _) = await NewAsync();

        var container = source.GetParentBlobContainerClient();
        var account = container.GetParentBlobServiceClient();

        (await container.GetBlobClient("source").ExistsAsync()).Value.ShouldBeTrue();
        (await account.GetBlobContainerClient(container.Name).ExistsAsync()).Value.ShouldBeTrue();
        account.AccountName.ShouldBe("devstoreaccount1");
    }

    private async Task<(BlobClient Source, BlobClient Target)> NewAsync()
    {
        var container = new BlobContainerClient(azurite.ConnectionString, Names.Container());
        await container.CreateAsync();
        var source = container.GetBlobClient("source");
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "image/gif" },
            Metadata = new Dictionary<string, string> { ["from"] = "source" },
        };
        await source.UploadAsync(BinaryData.FromString("bytes"), options);
        return (source, container.GetBlobClient("target"));
    }
}
