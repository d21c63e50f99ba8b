using System.Text;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs.Models;
using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Functions.Delivery;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Delivery;

[Collection(DeliveryTests.Name)]
public sealed class BlobDeliveryTests(DeliveryFixture fixture)
{
    [Fact]
    public async Task A_photo_is_served_from_storage_with_the_type_it_has_not_the_one_that_was_declared()
    {
        var photo = DeliveryFixture.Photo(300_000);
        var request = await fixture.RequestAsync(photo);

        var delivered = (await Delivery().DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<Delivered>();

        delivered.PublicId.ShouldBe($"gallery/{request.AssetId}");
        delivered.Urls.ShouldBe(new AssetUrls(
            $"/media/{request.AssetId}/original", $"/media/{request.AssetId}/thumb", $"/media/{request.AssetId}/preview"));
        var properties = (await fixture.Media().Blob(request.AssetId, MediaNames.Original).GetPropertiesAsync()).Value;
        properties.ContentType.ShouldBe("image/jpeg");
        properties.CacheControl.ShouldBe(MediaStore.CacheControl);
        DeliveryFixture.Sha256(await BytesAsync(request.AssetId, MediaNames.Original)).ShouldBe(DeliveryFixture.Sha256(photo));
        Encoding.UTF8.GetString(await BytesAsync(request.AssetId, MediaNames.Preview)).ShouldBe("preview");
    }

    [Theory]
    [InlineData("image/jpeg", null, null, null, null)]
    [InlineData("image/jpeg", "no-store", null, null, null)]
    [InlineData("text/html", MediaStore.CacheControl, null, null, null)]
    [InlineData("image/jpeg", MediaStore.CacheControl, "attachment; filename=virus.exe", null, null)]
    [InlineData("image/jpeg", MediaStore.CacheControl, null, "gzip", null)]
    [InlineData("image/jpeg", MediaStore.CacheControl, null, null, "tlh")]
    public async Task Whatever_headers_a_client_gave_its_blob_the_original_is_served_with_ours(
        string type, string? cache, string? disposition, string? encoding, string? language)
    {
        var request = await fixture.RequestAsync(DeliveryFixture.Photo());
        var headers = new BlobHttpHeaders
        {
            ContentType = type,
            CacheControl = cache,
            ContentDisposition = disposition,
            ContentEncoding = encoding,
            ContentLanguage = language,
        };
        request = request with { Original = await HeadedAsync(request.AssetId, headers) };

        await Delivery().DeliverAsync(request, CancellationToken.None);

        var served = (await fixture.Media().Blob(request.AssetId, MediaNames.Original).GetPropertiesAsync()).Value;
        (served.ContentType, served.CacheControl).ShouldBe(("image/jpeg", MediaStore.CacheControl));
        string.Concat(served.ContentDisposition, served.ContentEncoding, served.ContentLanguage).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_original_that_came_with_the_headers_that_its_client_was_told_is_copied_and_no_more()
    {
        var request = await fixture.RequestAsync(DeliveryFixture.Photo());
        var headers = new BlobHttpHeaders { ContentType = "image/jpeg", CacheControl = MediaStore.CacheControl };
        request = request with { Original = await HeadedAsync(request.AssetId, headers), Renditions = [] };
        using var sent = new SentRequests();

        await new BlobDelivery(fixture.Media(transport: new HttpClientTransport(sent))).DeliverAsync(request, CancellationToken.None);

        sent.Lines.ShouldBe([$"PUT /devstoreaccount1/media/{request.AssetId}/original"]);
        var served = (await fixture.Media().Blob(request.AssetId, MediaNames.Original).GetPropertiesAsync()).Value;
        (served.ContentType, served.CacheControl).ShouldBe(("image/jpeg", MediaStore.CacheControl));
    }

    [Fact]
    public async Task An_original_from_elsewhere_is_uploaded()
    {
        var video = DeliveryFixture.Video(300_000);
        var request = await fixture.RequestAsync(video, MediaType.Video) with { Original = new Memory(video) };

        await Delivery().DeliverAsync(request, CancellationToken.None);

        DeliveryFixture.Sha256(await BytesAsync(request.AssetId, MediaNames.Original)).ShouldBe(DeliveryFixture.Sha256(video));
    }

    [Fact]
    public async Task Delivered_twice_it_lies_there_once()
    {
        var request = await fixture.RequestAsync(DeliveryFixture.Photo());

        await Delivery().DeliverAsync(request, CancellationToken.None);
        (await Delivery().DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<Delivered>();

        (await BytesAsync(request.AssetId, MediaNames.Original)).Length.ShouldBe(4096);
    }

    [Fact]
    public async Task An_original_that_was_written_again_is_not_delivered()
    {
        var request = await fixture.RequestAsync(DeliveryFixture.Photo());
        await fixture.OriginalAsync(request.AssetId, "<html>"u8.ToArray());

        var error = (await Delivery().DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<DeliveryFailed>().Error;

        error.Code.ShouldBe(DeliveryErrorCodes.OriginalGone);
        await ShouldBeGoneAsync(request.AssetId, MediaNames.Original);
    }

    [Fact]
    public async Task An_original_that_is_not_there_any_more_is_told_as_such()
    {
        var request = await fixture.RequestAsync(DeliveryFixture.Photo());
        await fixture.Incoming(request.AssetId).DeleteIfExistsAsync();

        var error = (await Delivery().DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<DeliveryFailed>().Error;

        error.Code.ShouldBe(DeliveryErrorCodes.OriginalGone);
    }

    [Fact]
    public async Task Deleted_twice_it_is_gone()
    {
        var request = await fixture.RequestAsync(DeliveryFixture.Photo());
        await Delivery().DeliverAsync(request, CancellationToken.None);

        (await Delivery().DeleteAsync(request.AssetId, MediaType.Image, CancellationToken.None)).ShouldBeNull();
        (await Delivery().DeleteAsync(request.AssetId, MediaType.Image, CancellationToken.None)).ShouldBeNull();

        foreach (var name in MediaNames.All)
        {
            await ShouldBeGoneAsync(request.AssetId, name);
        }
    }

    [Fact]
    public async Task The_addresses_can_lead_to_a_CDN()
    {
        var options = new DeliveryOptions { MediaBaseUrl = "https://cdn.example.com/" };
        var request = await fixture.RequestAsync(DeliveryFixture.Photo());

        var delivered = (await new BlobDelivery(fixture.Media(options)).DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<Delivered>();

        delivered.Urls.Original.ShouldBe($"https://cdn.example.com/media/{request.AssetId}/original");
    }

    /// <summary>Puts a photo where uploads lie, with headers of the client's choosing, and finds it as the ingest does.</summary>
    private async Task<BlobOriginal> HeadedAsync(string id, BlobHttpHeaders headers)
    {
        var blob = fixture.Incoming(id);
        await blob.UploadAsync(new MemoryStream(DeliveryFixture.Photo()), new BlobUploadOptions { HttpHeaders = headers });
        return BlobOriginal.Of(blob, (await blob.GetPropertiesAsync()).Value);
    }

    private BlobDelivery Delivery() => new(fixture.Media());

    private async Task<byte[]> BytesAsync(string id, string name)
    {
        await using var answer = await new MediaReader(fixture.Media()).ReadAsync(id, name, null, null, null, CancellationToken.None);
        using var bytes = new MemoryStream();
        await answer.Content!.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private async Task ShouldBeGoneAsync(string id, string name) =>
        (await fixture.Media().Blob(id, name).ExistsAsync()).Value.ShouldBeFalse();

    private sealed class Memory(byte[] bytes) : IOriginal
    {
        public long Bytes => bytes.Length;

        public Task<Stream> OpenReadAsync(CancellationToken cancellationToken) => Task.FromResult<Stream>(new MemoryStream(bytes));
    }
}
