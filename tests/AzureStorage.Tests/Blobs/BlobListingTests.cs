using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Blobs;

[Collection(AzuriteCollection.Name)]
public sealed class BlobListingTests(Azurite azurite)
{
    [Fact]
    public async Task More_than_a_thousand_blobs_are_listed_once_each_in_order_page_by_page()
    {
        var container = await NewContainerAsync();
        string[] names = [.. Enumerable.Range(0, 1_050).Select(i => $"blob-{i:0000}")];
        await Parallel.ForEachAsync(
            names,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (name, cancel) => await container.GetBlobClient(name).UploadAsync(BinaryData.FromString("x"), cancel));

        List<string> listed = [];
        var pages = 0;
        await foreach (var page in container.GetBlobsAsync().AsPages(pageSizeHint: 400))
        {
            pages++;
            page.Values.Count.ShouldBeLessThanOrEqualTo(400);
            listed.AddRange(page.Values.Select(blob => blob.Name));
        }

        pages.ShouldBe(3);
        listed.ShouldBe(names);
    }

    [Fact]
    public async Task A_listing_goes_on_from_a_continuation_token()
    {
        var container = await NewContainerAsync();
        foreach (var name in (string[])["a", "b", "c"])
        {
            await container.UploadBlobAsync(name, BinaryData.FromString(name));
        }

        string? token = null;
        await foreach (var page in container.GetBlobsAsync().AsPages(pageSizeHint: 1))
        {
            page.Values.ShouldHaveSingleItem().Name.ShouldBe("a");
            token = page.ContinuationToken;
            break;
        }

        List<string> rest = [];
        await foreach (var page in container.GetBlobsAsync().AsPages(token))
        {
            rest.AddRange(page.Values.Select(blob => blob.Name));
        }

        rest.ShouldBe(["b", "c"]);
    }

    [Fact]
    [Trait(Editions.Only, Editions.Embedded)]
    public async Task A_listing_by_prefix_tells_properties_and_metadata()
    {
        var container = await NewContainerAsync();
        var options = new BlobUploadOptions
        {
            HttpHeaders = new BlobHttpHeaders { ContentType = "image/png" },
            Metadata = new Dictionary<string, string> { ["account"] = "demo" },
        };
        var written = (await container.GetBlobClient("in/1").UploadAsync(BinaryData.FromString("abc"), options)).Value;
        await container.UploadBlobAsync("out/1", BinaryData.FromString("x"));

        List<BlobItem> listed = [];
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = "in/", Traits = BlobTraits.Metadata }))
        {
            listed.Add(blob);
        }

        var only = listed.ShouldHaveSingleItem();
        only.Name.ShouldBe("in/1");
        only.Metadata.ShouldBe(options.Metadata);
        only.Properties.ContentType.ShouldBe("image/png");
        only.Properties.ContentLength.ShouldBe(3);
        only.Properties.BlobType.ShouldBe(BlobType.Block);
        only.Properties.LastModified.ShouldBe(written.LastModified);
        only.Properties.ETag.ShouldBe(written.ETag);
    }

    [Fact]
    public async Task An_empty_container_lists_nothing()
    {
        var container = await NewContainerAsync();

        await foreach (var blob in container.GetBlobsAsync())
        {
            throw new InvalidOperationException(blob.Name);
        }
    }

    [Theory]
    [InlineData("plain.jpg")]
    [InlineData("with space + plus.jpg")]
    [InlineData("100% #1?&=;@!$'()*,[]~.jpg")]
    [InlineData("naïve-日本-😀.jpg")]
    [InlineData("a/b//c/ d.jpg")]
    [InlineData("<xml>&amp;\"quoted\".jpg")]
    [InlineData("%2e%2e/encoded")]
    [InlineData("...dots")]
    public async Task A_blob_of_any_name_is_written_read_listed_signed_and_deleted_under_it(string name)
    {
        var container = await NewContainerAsync();
        var blob = container.GetBlobClient(name);
        await blob.UploadAsync(BinaryData.FromString(name));

        (await blob.DownloadContentAsync()).Value.Content.ToString().ShouldBe(name);
        await foreach (var listed in container.GetBlobsAsync())
        {
            listed.Name.ShouldBe(name);
        }

        var signed = blob.GenerateSasUri(Azure.Storage.Sas.BlobSasPermissions.Read, TimeProvider.System.GetUtcNow().AddMinutes(5));
        var bySas = new BlobClient(signed);
        bySas.Name.ShouldBe(name);
        (await bySas.DownloadContentAsync()).Value.Content.ToString().ShouldBe(name);
        (await blob.DeleteIfExistsAsync()).Value.ShouldBeTrue();
    }

    [Theory]
    [Trait(Editions.Only, Editions.Embedded)]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("./a")]
    public async Task A_name_that_URLs_would_fold_into_another_is_refused(string name)
    {
        var container = await NewContainerAsync();

        Should.Throw<ArgumentException>(() => container.GetBlobClient(name));
    }

    [Theory]
    [Trait(Editions.Only, Editions.Embedded)]
    [InlineData("a-b", "x")]
    [InlineData("1a", "x")]
    [InlineData("", "x")]
    [InlineData("a", "naïve")]
    [InlineData("a", "two\r\nlines")]
    public async Task Metadata_that_HTTP_cannot_carry_is_refused_before_anything_is_sent(string name, string value)
    {
        var blob = (await NewContainerAsync()).GetBlobClient("b");
        var options = new BlobUploadOptions { Metadata = new Dictionary<string, string> { [name] = value } };

        await Should.ThrowAsync<ArgumentException>(() => blob.UploadAsync(BinaryData.FromString("x"), options));
    }

    private async Task<BlobContainerClient> NewContainerAsync()
    {
        var container = new BlobContainerClient(azurite.ConnectionString, Names.Container());
        await container.CreateAsync();
        return container;
    }
}
