using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Functions.Delivery;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Delivery;

[Collection(DeliveryTests.Name)]
public sealed class CloudinaryDeliveryTests(DeliveryFixture fixture)
{
    private const int MB = 1024 * 1024;

    private CloudinaryServer Cloudinary => fixture.Cloudinary;

    [Fact]
    public async Task A_photo_is_delivered_with_folder_id_slugs_and_title()
    {
        var photo = DeliveryFixture.Photo();
        var request = await fixture.RequestAsync(photo);
        using var delivery = fixture.ToCloudinary();

        var delivered = (await delivery.DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<Delivered>();

        delivered.PublicId.ShouldBe($"gallery/{request.AssetId}");
        delivered.Urls.Original.ShouldStartWith("https://res.cloudinary.com/magpie-test/image/upload/v");
        delivered.Urls.Thumb.ShouldBe($"/media/{request.AssetId}/thumb");
        delivered.Urls.Preview.ShouldBe($"/media/{request.AssetId}/preview");
        var kept = Cloudinary.Find(delivered.PublicId)!;
        kept.Sha256.ShouldBe(DeliveryFixture.Sha256(photo));
        kept.Tags.ShouldBe(["nest", "bald-eagle", "águila-real"]);
        kept.Context["title"].ShouldBe("Nest | of = eagles");
        kept.Eager.ShouldBeNull();
        var call = Cloudinary.Calls.Single(call => call.Fields.GetValueOrDefault("public_id") == request.AssetId);
        call.Fields["folder"].ShouldBe("gallery");
        call.Fields["overwrite"].ShouldBe("true");
        (await ReadAsync(request.AssetId, MediaNames.Thumb)).ShouldBe("thumb");
    }

    [Fact]
    public async Task A_photo_without_title_tags_and_renditions_is_delivered_too()
    {
        var request = await fixture.RequestAsync(DeliveryFixture.Photo()) with { Title = " ", Tags = [], Renditions = [], Name = "" };
        using var delivery = fixture.ToCloudinary();

        var delivered = (await delivery.DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<Delivered>();

        delivered.Urls.Thumb.ShouldBeNull();
        Cloudinary.Find(delivered.PublicId)!.Context.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_video_is_made_into_an_mp4_while_the_caller_waits()
    {
        var request = await fixture.RequestAsync(DeliveryFixture.Video(), MediaType.Video);
        using var delivery = fixture.ToCloudinary();

        var delivered = (await delivery.DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<Delivered>();

        Cloudinary.Find(delivered.PublicId, "video")!.Eager.ShouldBe("mp4");
        Cloudinary.Calls.Single(call => call.Fields.GetValueOrDefault("public_id") == request.AssetId).Fields["eager_async"].ShouldBe("false");
    }

    [Fact]
    public async Task A_video_too_large_for_that_is_made_into_an_mp4_later()
    {
        var request = await fixture.RequestAsync(DeliveryFixture.Video(), MediaType.Video);
        var options = DeliveryFixture.Quick();
        options.LargestEagerVideoBytes = 4095;
        using var delivery = fixture.ToCloudinary(options);

        await delivery.DeliverAsync(request, CancellationToken.None);

        Cloudinary.Calls.Single(call => call.Fields.GetValueOrDefault("public_id") == request.AssetId).Fields["eager_async"].ShouldBe("true");
    }

    [Fact]
    public async Task Delivered_twice_it_is_one_asset_under_one_public_id()
    {
        var request = await fixture.RequestAsync(DeliveryFixture.Photo());
        using var delivery = fixture.ToCloudinary();

        var first = (await delivery.DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<Delivered>();
        var second = (await delivery.DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<Delivered>();

        second.PublicId.ShouldBe(first.PublicId);
        Cloudinary.Assets.Count(asset => asset.PublicId.Contains(request.AssetId, StringComparison.Ordinal)).ShouldBe(1);
        Cloudinary.Find(first.PublicId)!.Uploads.ShouldBe(2);
    }

    [Theory]
    [InlineData((20 * MB) - 1, new[] { (20 * MB) - 1 })]
    [InlineData(20 * MB, new[] { 20 * MB })]
    [InlineData(25 * MB, new[] { 20 * MB, 5 * MB })]
    public async Task From_20_MB_on_a_photo_goes_in_chunks_and_arrives_byte_for_byte(int bytes, int[] calls)
    {
        var photo = DeliveryFixture.Photo(bytes);
        var request = await fixture.RequestAsync(photo);
        using var delivery = fixture.ToCloudinary();

        var delivered = (await delivery.DeliverAsync(request, CancellationToken.None)).ShouldBeOfType<Delivered>();

        Cloudinary.Find(delivered.PublicId)!.Sha256.ShouldBe(DeliveryFixture.Sha256(photo));
        var sent = Cloudinary.Calls.Where(call => call.Fields.GetValueOrDefault("public_id") == request.AssetId).ToList();
        sent.Select(call => (int)call.FileBytes).ShouldBe(calls);
        sent.ShouldAllBe(call => (call.UploadId != null) == (bytes >= 20 * MB));
    }

    [Theory]
    [InlineData(25 * MB)]
    [InlineData(40 * MB)]
    [InlineData(2L * 1024 * MB)]
    public void A_chunk_size_always_leaves_a_rest(long bytes)
    {
        var chunk = CloudinaryUpload.ChunkOf(bytes, 20 * MB);

        (bytes % chunk).ShouldBeGreaterThan(0);
        chunk.ShouldBeInRange(20 * MB, 21 * MB);
    }

    [Fact]
    public async Task A_changed_title_and_changed_tags_arrive()
    {
        var request = await fixture.RequestAsync(DeliveryFixture.Video(), MediaType.Video);
        using var delivery = fixture.ToCloudinary();
        await delivery.DeliverAsync(request, CancellationToken.None);

        var error = await delivery.UpdateAsync(
            new DeliveryUpdate(request.AssetId, MediaType.Video, "Owl", ["barn owl"]), CancellationToken.None);

        error.ShouldBeNull();
        var kept = Cloudinary.Find(MediaNames.PublicId(request.AssetId), "video")!;
        kept.Tags.ShouldBe(["barn-owl"]);
        kept.Context["title"].ShouldBe("Owl");
    }

    [Fact]
    public async Task A_title_and_tags_can_be_taken_away()
    {
        var request = await fixture.RequestAsync(DeliveryFixture.Photo());
        using var delivery = fixture.ToCloudinary();
        await delivery.DeliverAsync(request, CancellationToken.None);

        var error = await delivery.UpdateAsync(new DeliveryUpdate(request.AssetId, MediaType.Image, null, []), CancellationToken.None);

        error.ShouldBeNull();
        Cloudinary.Find(MediaNames.PublicId(request.AssetId))!.Tags.ShouldBeEmpty();
        Cloudinary.Find(MediaNames.PublicId(request.AssetId))!.Context.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_update_of_what_was_never_delivered_is_refused()
    {
        using var delivery = fixture.ToCloudinary();

        var error = await delivery.UpdateAsync(
            new DeliveryUpdate(AssetId.New(TimeProvider.System), MediaType.Image, "Owl", ["owl"]), CancellationToken.None);

        error!.Code.ShouldBe(DeliveryErrorCodes.Refused);
        error.Transient.ShouldBeFalse();
        error.Message.ShouldContain("HTTP 404");
    }

    [Fact]
    public async Task Deleted_twice_it_is_gone_from_Cloudinary_and_from_storage()
    {
        var request = await fixture.RequestAsync(DeliveryFixture.Photo());
        using var delivery = fixture.ToCloudinary();
        await delivery.DeliverAsync(request, CancellationToken.None);

        (await delivery.DeleteAsync(request.AssetId, MediaType.Image, CancellationToken.None)).ShouldBeNull();
        (await delivery.DeleteAsync(request.AssetId, MediaType.Image, CancellationToken.None)).ShouldBeNull();

        Cloudinary.Find(MediaNames.PublicId(request.AssetId)).ShouldBeNull();
        await using var thumb = await new MediaReader(fixture.Media())
            .ReadAsync(request.AssetId, MediaNames.Thumb, null, null, null, CancellationToken.None);
        thumb.Status.ShouldBe(404);
    }

    private async Task<string> ReadAsync(string id, string name)
    {
        await using var answer = await new MediaReader(fixture.Media()).ReadAsync(id, name, null, null, null, CancellationToken.None);
        using var reader = new StreamReader(answer.Content!);
        return await reader.ReadToEndAsync();
    }
}
