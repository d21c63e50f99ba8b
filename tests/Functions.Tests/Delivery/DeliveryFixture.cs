using System.Security.Cryptography;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Functions.Delivery;
using Magpie.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Tests.Delivery;

/// <summary>Azurite and a Cloudinary to deliver to.</summary>
public sealed class DeliveryFixture : IAsyncLifetime, IAsyncDisposable
{
    private readonly Azurite _azurite = new();

    public CloudinaryServer Cloudinary { get; } = new();

    public BlobServiceClient Blobs { get; private set; } = null!;

    /// <summary>A fixed seed: pauses are the same in each run.</summary>
#pragma warning disable RS0030
    public static Random Jitter => new(1);
#pragma warning restore RS0030

    public async Task InitializeAsync()
    {
        await Task.WhenAll(_azurite.InitializeAsync(), Cloudinary.InitializeAsync());
        Blobs = new BlobServiceClient(_azurite.ConnectionString);
        await Blobs.GetBlobContainerClient("incoming").CreateIfNotExistsAsync();
        await Media().CreateAsync(CancellationToken.None);
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await Cloudinary.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    public MediaStore Media(DeliveryOptions? options = null, HttpPipelineTransport? transport = null) =>
        new((transport is null ? Blobs : new(_azurite.ConnectionString, new() { Transport = transport })).GetBlobContainerClient("media"), Options.Create(options ?? new DeliveryOptions()), TimeProvider.System);

    public CloudinaryDelivery ToCloudinary(DeliveryOptions? options = null, ILogger<CloudinaryDelivery>? logger = null)
    {
        options ??= Quick();
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("CLOUDINARY_URL", Cloudinary.Url)]).Build();
        return new CloudinaryDelivery(
            CloudinaryAccount.Read(settings)!, Media(options), Options.Create(options), TimeProvider.System, Jitter, logger ?? new LogLines<CloudinaryDelivery>());
    }

    /// <summary>Options with pauses that a test can wait for.</summary>
    public static DeliveryOptions Quick() => new()
    {
        CallTimeout = TimeSpan.FromSeconds(20),
        RetryDelay = TimeSpan.FromMilliseconds(1),
        LongestRetryDelay = TimeSpan.FromSeconds(2),
    };

    /// <summary>Puts a file where uploads lie, with a content type of the client's choosing.</summary>
    public async Task<BlobOriginal> OriginalAsync(string id, byte[] bytes, string declaredType = "text/html")
    {
        var blob = Incoming(id);
        var headers = new BlobHttpHeaders { ContentType = declaredType };
        var etag = (await blob.UploadAsync(new MemoryStream(bytes), new BlobUploadOptions { HttpHeaders = headers })).Value.ETag;
        return new BlobOriginal(blob, etag, bytes.Length);
    }

    public BlobClient Incoming(string id) => Blobs.GetBlobContainerClient("incoming").GetBlobClient($"demo/{id}");

    public async Task<DeliveryRequest> RequestAsync(byte[] bytes, MediaType type = MediaType.Image)
    {
        var id = AssetId.New(TimeProvider.System);
        return new DeliveryRequest
        {
            AssetId = id,
            Account = "demo",
            Type = type,
            ContentType = type == MediaType.Image ? "image/jpeg" : "video/mp4",
            Name = type == MediaType.Image ? "nest.jpg" : "clip.mp4",
            Title = "Nest | of = eagles",
            Tags = ["nest", "Bald Eagle", "águila real!", "!!!"],
            Original = await OriginalAsync(id, bytes),
            Renditions =
            [
                new Rendition(MediaNames.Thumb, "image/webp", "thumb"u8.ToArray()),
                new Rendition(MediaNames.Preview, "image/webp", "preview"u8.ToArray()),
            ],
        };
    }

    public static byte[] Photo(int bytes = 4096) => Fill([0xFF, 0xD8, 0xFF, 0xE0], bytes);

    public static byte[] Video(int bytes = 4096) => Fill([0, 0, 0, 0x18, .. "ftypisom"u8], bytes);

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Fill(byte[] head, int bytes)
    {
        var file = new byte[bytes];
#pragma warning disable CA5394 // Nothing secret.
        Jitter.NextBytes(file);
#pragma warning restore CA5394
        head.CopyTo(file, 0);
        return file;
    }
}

/// <summary>Shares Azurite and Cloudinary between the classes that deliver; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class DeliveryTests : ICollectionFixture<DeliveryFixture>
{
    public const string Name = "Delivery";
}
