using Magpie.Assets;
using Magpie.Core.Tests.Imaging;
using Magpie.Ingest;

namespace Magpie.Functions.Tests.Ingest;

[Collection(IngestTests.Name)]
public sealed class RefusalTests(IngestFixture fixture)
{
    [Fact]
    public Task An_empty_file_is_refused() => RefusedAsync([], RejectionCodes.Empty, declare: declared => declared.Bytes = 100);

    [Fact]
    public Task A_file_shorter_than_announced_is_refused() =>
        RefusedAsync(Photos.Sideways, RejectionCodes.Corrupt, declare: declared => declared.Bytes++);

    [Fact]
    public Task A_file_longer_than_announced_is_refused() =>
        RefusedAsync(Photos.Sideways, RejectionCodes.TooLarge, declare: declared => declared.Bytes--);

    [Fact]
    public Task A_video_longer_than_announced_is_refused() =>
        RefusedAsync(Photos.WebM, RejectionCodes.TooLarge, "clip.webm", "video/webm", declared => declared.Bytes--);

    [Fact]
    public Task A_png_announced_as_jpeg_is_refused() => RefusedAsync(Photos.Solid(8, 8), RejectionCodes.TypeMismatch);

    [Fact]
    public Task A_jpeg_named_png_is_refused() => RefusedAsync(Photos.Sideways, RejectionCodes.TypeMismatch, "nest.png");

    [Fact]
    public Task A_photo_announced_as_video_is_refused() =>
        RefusedAsync(Photos.Sideways, RejectionCodes.TypeMismatch, "nest.mp4", "video/mp4");

    [Fact]
    public Task A_video_announced_as_photo_is_refused() => RefusedAsync(Photos.WebM, RejectionCodes.TypeMismatch);

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("<!DOCTYPE html><script>alert(1)</script>")]
    [InlineData("%PDF-1.7 ...")]
    [InlineData("MZ\u0090 This program cannot be run in DOS mode.")]
    [InlineData("x")]
    public Task What_is_no_picture_is_refused_whatever_it_is_named(string text) =>
        RefusedAsync(System.Text.Encoding.Latin1.GetBytes(text), RejectionCodes.UnsupportedType);

    [Fact]
    public Task A_jpeg_that_ends_in_the_middle_is_refused() => RefusedAsync(Photos.Sideways[..^2000], RejectionCodes.Corrupt);

    [Fact]
    public Task A_jpeg_that_is_only_its_head_is_refused() => RefusedAsync(Photos.Sideways[..4], RejectionCodes.Corrupt);

    [Fact]
    public Task A_file_with_another_checksum_is_refused() =>
        RefusedAsync(Photos.Sideways, RejectionCodes.ChecksumMismatch, declare: declared => declared.Sha256 = new string('a', 64));

    [Fact]
    public Task A_video_with_another_checksum_is_refused() =>
        RefusedAsync(Photos.WebM, RejectionCodes.ChecksumMismatch, "clip.webm", "video/webm", declared => declared.Sha256 = new string('a', 64));

    [Fact]
    public async Task A_png_of_2_500_megapixels_in_a_kilobyte_is_refused()
    {
        var file = Pictures.Png(50_000, 50_000, 8, 2, new byte[600_000]);
        file.Length.ShouldBeLessThan(1024);

        await RefusedAsync(file, RejectionCodes.TooManyPixels, "bomb.png", "image/png");
    }

    private async Task RefusedAsync(
        byte[] file, string code, string name = "nest.jpg", string contentType = "image/jpeg", Action<Worker.Declared>? declare = null)
    {
        using var worker = new Worker(fixture);
        var asset = await worker.UploadAsync(file, name, contentType, declare);

        (await worker.IngestAsync(asset)).ShouldBe(IngestOutcome.Rejected);

        var rejected = await worker.FindAsync(asset);
        rejected.State.ShouldBe(AssetState.Rejected);
        rejected.Error.ShouldNotBeNull().Code.ShouldBe(code);
        rejected.Error.Message.ShouldEndWith(".");
        rejected.Urls.ShouldBeNull();
        (await worker.HasArrivedAsync(asset)).ShouldBeFalse();
        (await worker.ServedAsync(asset)).ShouldBeEmpty();
        (await worker.CountsAsync()).ShouldBeEmpty();
        (await worker.IngestAsync(asset)).ShouldBe(IngestOutcome.AlreadySettled);
    }
}
