using CloudinaryDotNet.Actions;
using Magpie.Tests.Support;

namespace CloudinaryDotNet.Tests;

[Collection(Alone.Name)]
public sealed class ChunkedUploadTests(CloudinaryServer server) : IClassFixture<CloudinaryServer>
{
    private const int MB = 1024 * 1024;

    [Fact]
    public async Task A_file_of_25_MB_goes_in_chunks_of_20_MB_and_arrives_byte_for_byte_in_flat_memory()
    {
        var path = Path.GetTempFileName();
        try
        {
            var bytes = Samples.Photo(25 * MB);
            var digest = Samples.Sha256(bytes);
            await File.WriteAllBytesAsync(path, bytes);
            bytes = null;
            await using var file = File.OpenRead(path);
            var parameters = new ImageUploadParams { File = new FileDescription("large.jpg", file), PublicId = "large", Folder = "gallery" };
            var before = GC.GetTotalAllocatedBytes(precise: true);

            var result = await UploadTests.ClientOf(server).UploadLargeAsync(parameters, 20 * MB);

            var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            result.Error.ShouldBeNull();
            result.PublicId.ShouldBe("gallery/large");
            server.Find("gallery/large")!.Sha256.ShouldBe(digest);
            var calls = server.Calls.Where(call => call.Fields["public_id"] == "large").ToList();
            calls.Select(call => call.ContentRange).ShouldBe(["bytes 0-20971519/-1", "bytes 20971520-26214399/26214400"]);
            calls.Select(call => call.UploadId).Distinct().Single().ShouldNotBeNullOrEmpty();

            // Client and server together, both in this process: far below one chunk.
            allocated.ShouldBeLessThan(8 * MB);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(18, 2)]
    [InlineData(17, 2)]
    [InlineData(9, 1)]
    [InlineData(8, 1)]
    public async Task Any_number_of_chunks_is_joined(int megabytes, int chunks)
    {
        var video = Samples.Video(megabytes * MB);
        var id = $"clip-{megabytes}";

        var result = await UploadTests.ClientOf(server).UploadLargeAsync(
            new VideoUploadParams { File = new FileDescription("clip.mp4", new MemoryStream(video)), PublicId = id }, 9 * MB);

        result.Error.ShouldBeNull();
        server.Find(id, "video")!.Sha256.ShouldBe(Samples.Sha256(video));
        server.Calls.Count(call => call.Fields["public_id"] == id).ShouldBe(chunks);
    }

    [Fact]
    public async Task A_chunk_that_is_refused_ends_the_upload_with_an_exception()
    {
        server.Faults.Next(CloudinaryFault.Answer(500));

        var error = await Should.ThrowAsync<Exception>(() => UploadTests.ClientOf(server)
            .UploadLargeAsync(UploadTests.Photo("broken", Samples.Photo(7 * MB)), 6 * MB));

        error.Message.ShouldContain("InternalServerError");
        server.Find("broken").ShouldBeNull();
    }

    [Fact]
    public async Task A_connection_cut_within_a_chunk_leaves_nothing_behind_and_a_second_try_succeeds()
    {
        var photo = Samples.Photo(7 * MB);
        server.Faults.Next(CloudinaryFault.CutRequest);
        var client = UploadTests.ClientOf(server);
        await Should.ThrowAsync<HttpRequestException>(() => client.UploadLargeAsync(UploadTests.Photo("cut", photo), 6 * MB));

        await client.UploadLargeAsync(UploadTests.Photo("cut", photo), 6 * MB);

        server.Find("cut")!.Sha256.ShouldBe(Samples.Sha256(photo));
        server.Find("cut")!.Uploads.ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_is_refused()
    {
        await using var stream = new System.IO.Compression.DeflateStream(new MemoryStream(), System.IO.Compression.CompressionMode.Decompress);

        await Should.ThrowAsync<NotSupportedException>(() => UploadTests.ClientOf(server)
            .UploadLargeAsync(new ImageUploadParams { File = new FileDescription("x.jpg", stream) }, 6 * MB));
    }
}
