using Azure.Storage.Blobs.Models;
using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Functions.Delivery;

namespace Magpie.Functions.Tests.Delivery;

[Collection(DeliveryTests.Name)]
public sealed class MediaReaderTests(DeliveryFixture fixture)
{
    [Fact]
    public async Task A_whole_file_comes_with_length_type_and_ETag()
    {
        var (id, photo) = await DeliveredAsync();

        await using var answer = await ReadAsync(id);

        answer.Status.ShouldBe(200);
        answer.Length.ShouldBe(photo.Length);
        answer.ContentType.ShouldBe("image/jpeg");
        answer.ETag!.ShouldStartWith("\"");
        answer.ContentRange.ShouldBeNull();
        (await BytesAsync(answer)).ShouldBe(photo);
    }

    [Theory]
    [InlineData("bytes=0-99", 0, 100)]
    [InlineData("bytes=100-", 100, 900)]
    [InlineData("bytes=-10", 990, 10)]
    [InlineData("bytes=990-5000", 990, 10)]
    [InlineData("bytes=-5000", 0, 1000)]
    public async Task A_range_is_cut_out(string range, int from, int length)
    {
        var (id, photo) = await DeliveredAsync();

        await using var answer = await ReadAsync(id, range);

        answer.Status.ShouldBe(206);
        answer.Length.ShouldBe(length);
        answer.ContentRange.ShouldBe($"bytes {from}-{from + length - 1}/1000");
        (await BytesAsync(answer)).ShouldBe(photo[from..(from + length)]);
    }

    [Theory]
    [InlineData("bytes=1000-")]
    [InlineData("bytes=5000-6000")]
    [InlineData("bytes=-0")]
    public async Task A_range_past_the_end_is_refused_with_the_length(string range)
    {
        var (id, _) = await DeliveredAsync();

        await using var answer = await ReadAsync(id, range);

        answer.Status.ShouldBe(416);
        answer.ContentRange.ShouldBe("bytes */1000");
        answer.Content.ShouldBeNull();
    }

    [Theory]
    [InlineData("bytes=0-1,5-6")]
    [InlineData("bytes=9-1")]
    [InlineData("lines=0-1")]
    [InlineData("nonsense")]
    public async Task A_range_that_is_not_understood_is_answered_with_the_whole_file(string range)
    {
        var (id, _) = await DeliveredAsync();

        await using var answer = await ReadAsync(id, range);

        answer.Status.ShouldBe(200);
        answer.Length.ShouldBe(1000);
    }

    [Fact]
    public async Task A_client_that_has_the_file_is_told_so()
    {
        var (id, _) = await DeliveredAsync();
        await using var first = await ReadAsync(id);

        foreach (var condition in (string[])[first.ETag!, $"W/{first.ETag}", $"\"other\", {first.ETag}", "*"])
        {
            await using var answer = await ReadAsync(id, ifNoneMatch: condition);
            answer.Status.ShouldBe(304);
            answer.ETag.ShouldBe(first.ETag);
            answer.Content.ShouldBeNull();
        }

        await using var changed = await ReadAsync(id, ifNoneMatch: "\"other\"");
        changed.Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_range_of_another_version_is_answered_with_the_whole_file()
    {
        var (id, _) = await DeliveredAsync();
        await using var first = await ReadAsync(id);

        await using var same = await ReadAsync(id, "bytes=0-9", first.ETag);
        await using var other = await ReadAsync(id, "bytes=0-9", "\"other\"");
        await using var weak = await ReadAsync(id, "bytes=0-9", $"W/{first.ETag}");

        same.Status.ShouldBe(206);
        other.Status.ShouldBe(200);
        weak.Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("image/svg+xml")]
    [InlineData("image/svg")]
    [InlineData("image/jpeg; charset=x")]
    [InlineData("application/xml")]
    [InlineData("image/")]
    public async Task A_type_that_a_browser_might_run_is_not_told(string type)
    {
        var id = AssetId.New(TimeProvider.System);
        await fixture.Media().Blob(id, MediaNames.Original).UploadAsync(
            BinaryData.FromString("<svg/>"), new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = type } });

        await using var answer = await ReadAsync(id);

        answer.ContentType.ShouldBe("application/octet-stream");
    }

    [Theory]
    [InlineData("0193", "original")]
    [InlineData("../incoming/demo/00000000000000000000000000", "original")]
    [InlineData("01930000000070008000000000000000", "../x")]
    [InlineData("01930000000070008000000000000000", "thumb")]
    [InlineData(null, null)]
    public async Task What_is_not_there_is_not_found(string? id, string? name)
    {
        await using var answer = await new MediaReader(fixture.Media()).ReadAsync(id, name, null, null, null, CancellationToken.None);

        answer.Status.ShouldBe(404);
    }

    private async Task<(string Id, byte[] Photo)> DeliveredAsync()
    {
        var photo = DeliveryFixture.Photo(1000);
        var request = await fixture.RequestAsync(photo);
        await new BlobDelivery(fixture.Media()).DeliverAsync(request, CancellationToken.None);
        return (request.AssetId, photo);
    }

    private Task<MediaAnswer> ReadAsync(string id, string? range = null, string? ifRange = null, string? ifNoneMatch = null) =>
        new MediaReader(fixture.Media()).ReadAsync(id, MediaNames.Original, range, ifRange, ifNoneMatch, CancellationToken.None);

    private static async Task<byte[]> BytesAsync(MediaAnswer answer)
    {
        using var bytes = new MemoryStream();
        await answer.Content!.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
