using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Blobs;

[Collection(AzuriteCollection.Name)]
public sealed class BlobContentTests(Azurite azurite)
{
    [Fact]
    public async Task A_blob_reads_back_as_it_was_written_with_its_headers_and_metadata()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("a/photo.jpg");
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "image/jpeg", CacheControl = "max-age=60", ContentDisposition = "inline", ContentLanguage = "en" },
            Metadata = new Dictionary<string, string> { ["account"] = "demo", ["a_b"] = "2", ["a1"] = "3", ["Title"] = "x = y; z, \"q\"" },
        };

        var written = await blob.UploadAsync(BinaryData.FromString("hello"), options);

        var read = (await blob.DownloadContentAsync()).Value;
        read.Content.ToString().ShouldBe("hello");
        read.Details.ContentType.ShouldBe("image/jpeg");
        read.Details.ETag.ShouldBe(written.Value.ETag);
        var properties = (await blob.GetPropertiesAsync()).Value;
        properties.ETag.ShouldBe(written.Value.ETag);
        properties.ContentLength.ShouldBe(5);
        properties.ContentType.ShouldBe("image/jpeg");
        properties.CacheControl.ShouldBe("max-age=60");
        properties.ContentDisposition.ShouldBe("inline");
        properties.ContentLanguage.ShouldBe("en");
        properties.BlobType.ShouldBe(BlobType.Block);
        properties.Metadata.ShouldBe(options.Metadata, ignoreOrder: true);
    }

    [Fact]
    public async Task A_range_reads_the_bytes_of_the_range()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("digits");
        await blob.UploadAsync(BinaryData.FromString("0123456789"));

        using var part = (await blob.DownloadStreamingAsync(new BlobDownloadOptions { Range = new HttpRange(3, 4) })).Value;
        using var reader = new StreamReader(part.Content);

        (await reader.ReadToEndAsync()).ShouldBe("3456");
        part.Details.ContentRange.ShouldBe("bytes 3-6/10");
        part.Details.ContentLength.ShouldBe(4);
    }

    [Fact]
    public async Task An_upload_that_may_not_overwrite_fails_with_BlobAlreadyExists()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("once");
        await blob.UploadAsync(BinaryData.FromString("first"));

        var failure = await Should.ThrowAsync<RequestFailedException>(() => blob.UploadAsync(BinaryData.FromString("second")));

        failure.Status.ShouldBe(409);
        failure.ErrorCode.ShouldBe(BlobErrorCode.BlobAlreadyExists.ToString());
        (await blob.UploadAsync(BinaryData.FromString("second"), overwrite: true)).GetRawResponse().Status.ShouldBe(201);
        (await blob.DownloadContentAsync()).Value.Content.ToString().ShouldBe("second");
    }

    private async Task<BlobContainerClient> NewContainerAsync()
    {
        var container = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient(Names.Container());
        await container.CreateAsync();
        return container;
    }
}
