using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Sas;

[Collection(AzuriteCollection.Name)]
public sealed class BlobSasTests(Azurite azurite)
{
    /// <summary>What Magpie gives a browser.</summary>
    private const BlobSasPermissions Upload = BlobSasPermissions.Create | BlobSasPermissions.Write;

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_SAS_to_create_and_write_uploads_in_one_request_and_in_blocks()
    {
        var blob = await NewBlobAsync();
        var bySas = new BlobClient(blob.GenerateSasUri(Upload, Now.AddMinutes(15)));

        await bySas.UploadAsync(BinaryData.FromString("one"), overwrite: true);
        await bySas.UploadAsync(
            new MemoryStream(new byte[5000]),
            new BlobUploadOptions { TransferOptions = new StorageTransferOptions { InitialTransferSize = 1000, MaximumTransferSize = 1000 } });

        (await blob.GetPropertiesAsync()).Value.ContentLength.ShouldBe(5000);
    }

    [Fact]
    public async Task A_SAS_to_create_and_write_allows_neither_reading_nor_listing_nor_deleting()
    {
        var blob = await NewBlobAsync();
        await blob.UploadAsync(BinaryData.FromString("secret"));
        var signed = blob.GenerateSasUri(Upload, Now.AddMinutes(15));
        var bySas = new BlobClient(signed);
        var container = new BlobContainerClient(new UriBuilder(signed) { Path = $"/devstoreaccount1/{blob.BlobContainerName}" }.Uri);

        await ShouldRefuseAsync(() => bySas.DownloadContentAsync());
        await ShouldRefuseAsync(() => bySas.GetPropertiesAsync());
        await ShouldRefuseAsync(() => bySas.DeleteAsync());
        await ShouldRefuseAsync(async () => await container.GetBlobsAsync().GetAsyncEnumerator().MoveNextAsync());
        await ShouldRefuseAsync(() => container.DeleteAsync());
        (await blob.DownloadContentAsync()).Value.Content.ToString().ShouldBe("secret");
    }

    [Fact]
    public async Task A_SAS_to_create_only_writes_once_and_cannot_overwrite()
    {
        var blob = await NewBlobAsync();
        var bySas = new BlobClient(blob.GenerateSasUri(BlobSasPermissions.Create, Now.AddMinutes(15)));

        await bySas.UploadAsync(BinaryData.FromString("first"), overwrite: true);

        await ShouldRefuseAsync(() => bySas.UploadAsync(BinaryData.FromString("second"), overwrite: true));
        await ShouldRefuseAsync(() => new BlockBlobClient(bySas.Uri).StageBlockAsync("YQ==", new MemoryStream([1])));
    }

    [Fact]
    public async Task A_SAS_is_refused_before_it_starts_and_after_it_expires()
    {
        var blob = await NewBlobAsync();
        var expired = new BlobClient(blob.GenerateSasUri(Upload, Now.AddMinutes(-1)));
        var early = new BlobSasBuilder(Upload, Now.AddHours(2)) { StartsOn = Now.AddHours(1) };

        await ShouldRefuseAsync(() => expired.UploadAsync(BinaryData.FromString("x")));
        await ShouldRefuseAsync(() => new BlobClient(blob.GenerateSasUri(early)).UploadAsync(BinaryData.FromString("x")));
        (await blob.ExistsAsync()).Value.ShouldBeFalse();
    }

    [Theory]
    [InlineData("sp", "rcwdl")]
    [InlineData("se", "2099-01-01T00:00:00Z")]
    [InlineData("st", "2020-01-01T00:00:00Z")]
    [InlineData("sr", "c")]
    [InlineData("spr", "https")]
    [InlineData("sv", "2020-12-06")]
    [InlineData("sig", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public async Task A_SAS_with_any_part_changed_is_refused(string parameter, string value)
    {
        var blob = await NewBlobAsync();
        var builder = new BlobSasBuilder(Upload, Now.AddMinutes(15)) { StartsOn = Now.AddMinutes(-5), Protocol = SasProtocol.HttpsAndHttp };
        var signed = blob.GenerateSasUri(builder);
        await new BlobClient(signed).UploadAsync(BinaryData.FromString("x"), overwrite: true);

        var tampered = new BlobClient(Replace(signed, parameter, value));

        await ShouldRefuseAsync(() => tampered.UploadAsync(BinaryData.FromString("x"), overwrite: true));
    }

    [Fact]
    public async Task A_SAS_for_one_blob_opens_no_other()
    {
        var blob = await NewBlobAsync();
        var signed = blob.GenerateSasUri(Upload, Now.AddMinutes(15));

        foreach (var path in (string[])[$"{blob.Name}2", "other", $"{blob.Name}/below"])
        {
            var other = new UriBuilder(signed) { Path = $"/devstoreaccount1/{blob.BlobContainerName}/{path}" }.Uri;
            await ShouldRefuseAsync(() => new BlobClient(other).UploadAsync(BinaryData.FromString("x")));
        }
    }

    [Fact]
    public async Task A_SAS_for_https_only_is_refused_over_http()
    {
        var blob = await NewBlobAsync();
        var builder = new BlobSasBuilder(Upload, Now.AddMinutes(15)) { Protocol = SasProtocol.Https };

        await ShouldRefuseAsync(() => new BlobClient(blob.GenerateSasUri(builder)).UploadAsync(BinaryData.FromString("x")));
    }

    [Fact]
    public async Task A_SAS_signed_with_another_key_is_refused()
    {
        var blob = await NewBlobAsync();
        var wrong = new StorageSharedKeyCredential(blob.AccountName, Convert.ToBase64String(new byte[64]));
        var builder = new BlobSasBuilder(Upload, Now.AddMinutes(15)) { BlobContainerName = blob.BlobContainerName, BlobName = blob.Name };
        var signed = new UriBuilder(blob.Uri) { Query = builder.ToSasQueryParameters(wrong).ToString() }.Uri;

        await ShouldRefuseAsync(() => new BlobClient(signed).UploadAsync(BinaryData.FromString("x")));
    }

    [Fact]
    public async Task A_credential_with_a_SAS_may_be_renewed_and_serves_a_container()
    {
        var container = (await NewBlobAsync()).GetParentBlobContainerClient();
        var all = BlobContainerSasPermissions.Read | BlobContainerSasPermissions.Write | BlobContainerSasPermissions.Create | BlobContainerSasPermissions.List;
        var credential = new AzureSasCredential(container.GenerateSasUri(all, Now.AddMinutes(-1)).Query);
        var bySas = new BlobContainerClient(container.Uri, credential);
        await ShouldRefuseAsync(() => bySas.UploadBlobAsync("b", BinaryData.FromString("x")));

        credential.Update(container.GenerateSasUri(all, Now.AddMinutes(5)).Query);

        await bySas.UploadBlobAsync("b", BinaryData.FromString("x"));
        await foreach (var blob in bySas.GetBlobsAsync())
        {
            blob.Name.ShouldBe("b");
        }
    }

    [Fact]
    public async Task A_SAS_may_set_the_headers_of_the_answer()
    {
        var blob = await NewBlobAsync();
        await blob.UploadAsync(BinaryData.FromString("x"));
        var builder = new BlobSasBuilder(BlobSasPermissions.Read, Now.AddMinutes(5))
        {
            ContentDisposition = "attachment; filename=\"naïve.jpg\"".Replace('ï', 'i'),
            ContentType = "image/x-own",
            CacheControl = "no-store",
        };

        var details = (await new BlobClient(blob.GenerateSasUri(builder)).DownloadContentAsync()).Value.Details;

        details.ContentDisposition.ShouldBe("attachment; filename=\"naive.jpg\"");
        details.ContentType.ShouldBe("image/x-own");
        details.CacheControl.ShouldBe("no-store");
    }

    [Fact]
    [Trait(Editions.Only, Editions.Embedded)]
    public async Task A_client_without_a_key_and_a_builder_for_another_blob_cannot_sign()
    {
        var blob = await NewBlobAsync();
        var bySas = new BlobClient(blob.GenerateSasUri(Upload, Now.AddMinutes(5)));

        blob.CanGenerateSasUri.ShouldBeTrue();
        bySas.CanGenerateSasUri.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => bySas.GenerateSasUri(Upload, Now.AddMinutes(5)));
        Should.Throw<InvalidOperationException>(() => blob.GenerateSasUri(new BlobSasBuilder(Upload, Now.AddMinutes(5)) { BlobName = "other" }));
        Should.Throw<InvalidOperationException>(() => blob.GenerateSasUri(new BlobSasBuilder()));
    }

    private static Uri Replace(Uri signed, string parameter, string value)
    {
        var parts = signed.Query.TrimStart('?').Split('&');
        var at = Array.FindIndex(parts, part => part.StartsWith(parameter + "=", StringComparison.Ordinal));
        at.ShouldBeGreaterThanOrEqualTo(0);
        parts[at] = $"{parameter}={Uri.EscapeDataString(value)}";
        return new UriBuilder(signed) { Query = string.Join('&', parts) }.Uri;
    }

    private static async Task ShouldRefuseAsync(Func<Task> attempt)
    {
        var failure = await Should.ThrowAsync<RequestFailedException>(attempt);
        failure.Status.ShouldBe(403);
        failure.ErrorCode.ShouldNotBeNullOrEmpty();
    }

    private async Task<BlobClient> NewBlobAsync()
    {
        var container = new BlobContainerClient(azurite.ConnectionString, Names.Container());
        await container.CreateAsync();
        return container.GetBlobClient("incoming/0190");
    }
}
