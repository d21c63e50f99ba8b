using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Functions.Assets;
using Magpie.Functions.Delivery;
using Magpie.Functions.Ingest;
using Magpie.Imaging;
using Magpie.Tagging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Magpie.Bench.Ingest;

/// <summary>
/// What a photo costs without a service around it: decode, infer, two renditions, and the storage calls in the order they depend on each
/// other, one after the other, in this process. Tables and containers of its own, so that no trigger looks at them.
/// </summary>
internal sealed class BareWork : IDisposable
{
    private const string Account = "bare";

    private readonly ImageDecoder _decoder = new(new ImagingOptions());
    private readonly PackRegistry _registry;
    private readonly Tagger _tagger;
    private readonly BlobContainerClient _incomingContainer;
    private readonly BlobContainerClient _mediaContainer;
    private readonly TableClient _assets;
    private readonly TableClient _tags;
    private readonly BlobIncoming _incoming;
    private readonly BlobDelivery _delivery;
    private readonly TableCatalogue _catalogue;

    public BareWork(string connectionString)
    {
        var tagging = Models.Options(Models.AppFolder);
        _registry = Models.Registry(tagging);
        _tagger = new(_registry, tagging, TimeProvider.System, NullLogger<Tagger>.Instance);
        var blobs = new BlobServiceClient(connectionString);
        _incomingContainer = blobs.GetBlobContainerClient("bare-incoming");
        _mediaContainer = blobs.GetBlobContainerClient("bare-media");
        _assets = new(connectionString, "bareassets");
        _tags = new(connectionString, "baretags");
        _incoming = new(_incomingContainer);
        _delivery = new(new MediaStore(_mediaContainer, Options.Create(new DeliveryOptions()), TimeProvider.System));
#pragma warning disable RS0030 // A bench is its own composition root.
        _catalogue = new(_assets, _tags, new AssetChanges(TimeProvider.System), Random.Shared, TimeProvider.System, NullLogger<TableCatalogue>.Instance);
#pragma warning restore RS0030
    }

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _incomingContainer.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await _mediaContainer.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await _assets.CreateIfNotExistsAsync(cancellationToken);
        await _tags.CreateIfNotExistsAsync(cancellationToken);
    }

    /// <summary>Decode, infer and renditions.</summary>
    public async Task<(TaggingResult Tagged, Rendition[] Renditions)> ComputeAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        using var image = _decoder.Decode(file).Value ?? throw new InvalidOperationException("The photo cannot be decoded.");
        var tagged = await _tagger.TagAsync(image, cancellationToken);
        return (tagged,
            [
                new(MediaNames.Thumb, Renditions.MediaType, Renditions.Thumb(image)),
                new(MediaNames.Preview, Renditions.MediaType, Renditions.Preview(image)),
            ]);
    }

    /// <summary>One photo from the blob to the row <c>ready</c>; what comes before the blob's arrival is not timed.</summary>
    /// <returns>Milliseconds of the clock: in decode, infer and renditions, and in storage calls.</returns>
    public async Task<(double Compute, double Storage)> RunAsync(byte[] photo, CancellationToken cancellationToken)
    {
        var asset = NewAsset(photo.Length);
        await _catalogue.ReserveAsync([asset], cancellationToken);
        await _incomingContainer.GetBlobClient($"{Account}/{asset.Id}").UploadAsync(BinaryData.FromBytes(photo), cancellationToken);

        var all = CpuClock.Start();
        var reserved = await _catalogue.FindAsync(Account, asset.Id, cancellationToken);
        var claimed = await _catalogue.TryReplaceAsync(reserved!, reserved!.Asset with { State = AssetState.Received }, null, cancellationToken);
        var blob = await _incoming.FindAsync(Account, asset.Id, cancellationToken);
        var file = new byte[photo.Length];
        await blob!.ReadAsync(0, file, cancellationToken);

        var clock = CpuClock.Start();
        var (tagged, renditions) = await ComputeAsync(file, cancellationToken);
        var compute = clock.WallMilliseconds;

        var request = new DeliveryRequest
        {
            AssetId = asset.Id,
            Account = Account,
            Type = MediaType.Image,
            ContentType = asset.ContentType,
            Name = asset.Name,
            Original = blob!,
            Renditions = renditions,
        };
        await _delivery.DeliverAsync(request, cancellationToken);
        var ready = claimed!.Asset with { State = AssetState.Ready, MlTags = tagged.MlTags, Tags = TagMerge.Merge([], tagged.MlTags) };
        var embedding = tagged is { Embedding: { } vector, EmbeddingModel: { } model } ? new AssetEmbedding(model, vector) : null;
        await _catalogue.TryReplaceAsync(claimed, ready, embedding, cancellationToken);
        await _incoming.DeleteAsync(Account, asset.Id, cancellationToken);
        return (compute, all.WallMilliseconds - compute);
    }

    public void Dispose()
    {
        _tagger.Dispose();
        _registry.Dispose();
    }

    private static Asset NewAsset(int bytes) => new()
    {
        Id = AssetId.New(TimeProvider.System),
        Account = Account,
        UploadedBy = Account,
        State = AssetState.Reserved,
        Type = MediaType.Image,
        Name = "photo.jpg",
        ContentType = "image/jpeg",
        Bytes = bytes,
        CreatedAt = TimeProvider.System.GetUtcNow(),
    };
}
