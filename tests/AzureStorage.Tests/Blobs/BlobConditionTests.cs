using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Blobs;

[Collection(AzuriteCollection.Name)]
public sealed class BlobConditionTests(Azurite azurite)
{
    private static readonly ETag Other = new("\"0x8D00000000000000\"");

    [Fact]
    public async Task A_blob_that_is_not_there_answers_404_with_BlobNotFound()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("nothing");

        foreach (var attempt in (Func<Task>[])[() => blob.DownloadContentAsync(), () => blob.GetPropertiesAsync(), () => blob.DeleteAsync()])
        {
            var failure = await Should.ThrowAsync<RequestFailedException>(attempt);
            failure.Status.ShouldBe(404);
            (failure.ErrorCode == BlobErrorCode.BlobNotFound).ShouldBeTrue(failure.ErrorCode);
        }

        (await blob.ExistsAsync()).Value.ShouldBeFalse();
        (await blob.DeleteIfExistsAsync()).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task A_container_that_is_not_there_answers_404_with_ContainerNotFound()
    {
        var container = new BlobContainerClient(azurite.ConnectionString, "no-such-container");

        var failure = await Should.ThrowAsync<RequestFailedException>(() => container.GetBlobClient("b").DownloadContentAsync());

        failure.Status.ShouldBe(404);
        failure.ErrorCode.ShouldBe(BlobErrorCode.ContainerNotFound.ToString());
        (await container.ExistsAsync()).Value.ShouldBeFalse();
        (await container.GetBlobClient("b").ExistsAsync()).Value.ShouldBeFalse();
        (await container.DeleteIfExistsAsync()).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task A_container_is_created_once_and_deleted_once()
    {
        var container = new BlobContainerClient(azurite.ConnectionString, Names.Container());

        (await container.CreateIfNotExistsAsync(metadata: new Dictionary<string, string> { ["a"] = "b" }))!.GetRawResponse().Status.ShouldBe(201);
        (await container.CreateIfNotExistsAsync()).ShouldBeNull();
        var failure = await Should.ThrowAsync<RequestFailedException>(() => container.CreateAsync());
        failure.Status.ShouldBe(409);
        failure.ErrorCode.ShouldBe(BlobErrorCode.ContainerAlreadyExists.ToString());
        (await container.GetPropertiesAsync()).Value.Metadata["a"].ShouldBe("b");
        (await container.ExistsAsync()).Value.ShouldBeTrue();
        (await container.DeleteIfExistsAsync()).Value.ShouldBeTrue();
        (await container.ExistsAsync()).Value.ShouldBeFalse();
    }

    [Fact]
    public async Task Writes_and_deletions_under_a_stale_ETag_fail_with_ConditionNotMet()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("b");
        var first = (await blob.UploadAsync(BinaryData.FromString("1"))).Value.ETag;
        var second = (await blob.UploadAsync(BinaryData.FromString("2"), If(first))).Value.ETag;
        var stale = new BlobRequestConditions { IfMatch = first };

        foreach (var attempt in (Func<Task>[])
            [
                () => blob.UploadAsync(BinaryData.FromString("3"), If(first)),
                () => blob.SetMetadataAsync(new Dictionary<string, string>(), stale),
                () => blob.SetHttpHeadersAsync(new BlobHttpHeaders(), stale),
                () => blob.GetPropertiesAsync(stale),
                () => blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = stale }),
                () => blob.DeleteAsync(conditions: stale),
            ])
        {
            var failure = await Should.ThrowAsync<RequestFailedException>(attempt);
            failure.Status.ShouldBe(412);
            failure.ErrorCode.ShouldBe(BlobErrorCode.ConditionNotMet.ToString());
        }

        (await blob.DeleteIfExistsAsync(conditions: new BlobRequestConditions { IfMatch = second })).Value.ShouldBeTrue();
    }

    [Fact]
    [Trait(Editions.Only, Editions.Embedded)]
    public async Task A_download_of_what_the_caller_has_already_answers_304_without_a_value()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("b");
        var etag = (await blob.UploadAsync(BinaryData.FromString("1"))).Value.ETag;
        var options = new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = etag } };

        var streaming = await blob.DownloadStreamingAsync(options);
        var content = await blob.DownloadContentAsync(options);

        streaming.GetRawResponse().Status.ShouldBe(304);
        streaming.HasValue.ShouldBeFalse();
        content.GetRawResponse().Status.ShouldBe(304);
        Should.Throw<InvalidOperationException>(() => content.Value);
        options.Conditions.IfNoneMatch = Other;
        (await blob.DownloadContentAsync(options)).Value.Content.ToString().ShouldBe("1");
    }

    [Fact]
    public async Task Metadata_and_headers_are_replaced_not_merged()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("b");
        await blob.UploadAsync(BinaryData.FromString("1"), new BlobUploadOptions { Metadata = new Dictionary<string, string> { ["a"] = "1" } });

        var changed = await blob.SetMetadataAsync(new Dictionary<string, string> { ["b"] = "2" });
        await blob.SetHttpHeadersAsync(new BlobHttpHeaders { ContentType = "image/webp", ContentEncoding = "gzip" });

        var properties = (await blob.GetPropertiesAsync()).Value;
        properties.Metadata.ShouldBe(new Dictionary<string, string> { ["b"] = "2" });
        properties.ContentType.ShouldBe("image/webp");
        properties.ContentEncoding.ShouldBe("gzip");
        properties.ETag.ShouldNotBe(changed.Value.ETag);
    }

    [Fact]
    public async Task A_leased_blob_is_written_with_the_lease_only()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("b");
        await blob.UploadAsync(BinaryData.FromString("1"));
        var lease = blob.GetBlobLeaseClient();
        var held = (await lease.AcquireAsync(TimeSpan.FromSeconds(15))).Value;

        (await FailAsync(() => blob.UploadAsync(BinaryData.FromString("2"), overwrite: true))).ErrorCode.ShouldBe(BlobErrorCode.LeaseIdMissing.ToString());
        (await FailAsync(() => blob.GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(15)))).ErrorCode
            .ShouldBe(BlobErrorCode.LeaseAlreadyPresent.ToString());
        await blob.UploadAsync(
            BinaryData.FromString("3"), new BlobUploadOptions { Conditions = new BlobRequestConditions { LeaseId = held.LeaseId } });
        (await blob.GetPropertiesAsync()).Value.LeaseState.ShouldBe(LeaseState.Leased);
        (await lease.RenewAsync()).Value.LeaseId.ShouldBe(held.LeaseId);
        await lease.ReleaseAsync();
        await blob.DeleteAsync();
    }

    [Fact]
    public async Task A_broken_lease_is_free_again()
    {
        var blob = (await NewContainerAsync()).GetBlobClient("b");
        await blob.UploadAsync(BinaryData.FromString("1"));
        await blob.GetBlobLeaseClient().AcquireAsync(BlobLeaseClient.InfiniteLeaseDuration);

        await blob.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero);

        await blob.DeleteAsync();
    }

    private static BlobUploadOptions If(ETag etag) => new() { Conditions = new BlobRequestConditions { IfMatch = etag } };

    private static Task<RequestFailedException> FailAsync(Func<Task> attempt) => Should.ThrowAsync<RequestFailedException>(attempt);

    private async Task<BlobContainerClient> NewContainerAsync()
    {
        var container = new BlobContainerClient(azurite.ConnectionString, Names.Container());
        await container.CreateAsync();
        return container;
    }
}
