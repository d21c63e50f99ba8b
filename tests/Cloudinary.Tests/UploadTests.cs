using System.Net;
using CloudinaryDotNet.Actions;
using Magpie.Tests.Support;

namespace CloudinaryDotNet.Tests;

public sealed class UploadTests(CloudinaryServer server) : IClassFixture<CloudinaryServer>
{
    [Fact]
    public async Task A_photo_is_kept_with_folder_tags_and_context()
    {
        var photo = Samples.Photo();
        var parameters = Photo("nest", photo);
        parameters.Folder = "gallery";
        parameters.Tags = "bald-eagle,nest";
        parameters.Context = new StringDictionary { { "title", "a|b=c, Ünï & \"co\"" } };

        var result = await Client().UploadAsync(parameters);

        result.Error.ShouldBeNull();
        result.StatusCode.ShouldBe(HttpStatusCode.OK);
        result.PublicId.ShouldBe("gallery/nest");
        result.SecureUrl!.AbsoluteUri.ShouldStartWith("https://res.cloudinary.com/magpie-test/image/upload/v");
        result.Bytes.ShouldBe(photo.Length);
        result.Format.ShouldBe("jpg");
        result.Tags.ShouldBe(["bald-eagle", "nest"]);
        var kept = server.Find("gallery/nest")!;
        kept.Sha256.ShouldBe(Samples.Sha256(photo));
        kept.Context["title"].ShouldBe("a|b=c, Ünï & \"co\"");
    }

    [Fact]
    public async Task A_video_is_kept_apart_from_photos_and_made_into_an_mp4_at_once()
    {
        var parameters = new VideoUploadParams
        {
            File = new FileDescription("clip.mp4", new MemoryStream(Samples.Video())),
            PublicId = "clip",
            EagerTransforms = [new Transformation().RawTransformation("mp4")],
            EagerAsync = false,
        };

        var result = await Client().UploadAsync(parameters);

        result.Error.ShouldBeNull();
        server.Find("clip", "video")!.Eager.ShouldBe("mp4");
        server.Find("clip").ShouldBeNull();
        server.Calls.Last(call => call.ResourceType == "video").Fields["eager_async"].ShouldBe("false");
    }

    [Fact]
    public async Task A_file_name_of_any_letters_arrives()
    {
        var parameters = new ImageUploadParams { File = new FileDescription("Nest \"Ö\" 鷲.jpg", new MemoryStream(Samples.Photo())), PublicId = "named" };

        await Client().UploadAsync(parameters);

        server.Calls.Last(call => call.Fields["public_id"] == "named").FileName.ShouldBe("Nest \"Ö\" 鷲.jpg");
    }

    [Fact]
    public async Task A_second_upload_replaces_the_first_unless_told_not_to()
    {
        var other = Samples.Photo(5000);
        await Client().UploadAsync(Photo("twice", Samples.Photo()));
        var kept = Photo("twice", other);
        kept.Overwrite = false;
        await Client().UploadAsync(kept);
        server.Find("twice")!.Bytes.ShouldBe(4096);
        var replaced = Photo("twice", other);
        replaced.Overwrite = true;

        await Client().UploadAsync(replaced);

        server.Find("twice")!.Sha256.ShouldBe(Samples.Sha256(other));
        server.Find("twice")!.Uploads.ShouldBe(2);
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_is_uploaded_in_one_call()
    {
        var photo = Samples.Photo(200_000);
        await using var stream = new OneWay(photo);

        var result = await Client().UploadAsync(new ImageUploadParams { File = new FileDescription("x.jpg", stream), PublicId = "one-way" });

        result.Error.ShouldBeNull();
        server.Find("one-way")!.Sha256.ShouldBe(Samples.Sha256(photo));
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_refused_in_the_result()
    {
        var result = await Client().UploadAsync(Photo("text", "plain text, no picture"u8.ToArray()));

        result.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        result.Error!.Message.ShouldBe("Invalid image file");
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_in_the_result()
    {
        var result = await Client(secret: "wrong").UploadAsync(Photo("refused", Samples.Photo()));

        result.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        result.Error!.Message!.ShouldStartWith("Invalid Signature");
        server.Find("refused").ShouldBeNull();
    }

    [Fact]
    public async Task SHA_256_signatures_are_taken_too()
    {
        var client = Client();
        client.Api.SignatureAlgorithm = SignatureAlgorithm.SHA256;

        var result = await client.UploadAsync(Photo("sha256", Samples.Photo()));

        result.Error.ShouldBeNull();
    }

    [Fact]
    public async Task A_call_signed_more_than_an_hour_ago_is_refused()
    {
        var client = Client();
        client.Api.Time = new ManualTime(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(61));

        var result = await client.UploadAsync(Photo("stale", Samples.Photo()));

        result.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        result.Error!.Message!.ShouldStartWith("Stale request");
    }

    [Fact]
    public async Task The_secret_does_not_travel()
    {
        await Client().UploadAsync(Photo("wire", Samples.Photo()));

        server.Calls.Last(call => call.Fields["public_id"] == "wire").Fields.Values.ShouldAllBe(value => !value.Contains(CloudinaryServer.Secret));
    }

    internal static ImageUploadParams Photo(string id, byte[] bytes) =>
        new() { File = new FileDescription($"{id}.jpg", new MemoryStream(bytes)), PublicId = id };

    private Cloudinary Client(string secret = CloudinaryServer.Secret) => ClientOf(server, secret);

    internal static Cloudinary ClientOf(CloudinaryServer server, string secret = CloudinaryServer.Secret)
    {
        var client = new Cloudinary(new Account(CloudinaryServer.Cloud, CloudinaryServer.Key, secret));
        client.Api.ApiBaseAddress = server.Address;
        return client;
    }

    private sealed class OneWay(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }
    }
}
