using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Duplicates;
using Magpie.Functions.Assets;
using Magpie.Functions.Delivery;
using Magpie.Functions.Duplicates;
using Magpie.Functions.Ingest;
using Magpie.Functions.Notifications;
using Magpie.Functions.Tests.Delivery;
using Magpie.Functions.Video;
using Magpie.Imaging;
using Magpie.Ingest;
using Magpie.Notifications;
using Magpie.Tagging;
using Magpie.Uploads;
using Magpie.Video;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Tests.Ingest;

/// <summary>One instance of the service as far as ingest goes: real storage, decoder, models and delivery, and an account to work for.</summary>
internal sealed class Worker : IDisposable
{
    private readonly PackRegistry _registry;
    private readonly Tagger _tagger;
    private readonly ImageExaminer _images;
    private readonly FfmpegTools _ffmpeg;
    private readonly BlobServiceClient _blobs;

    /// <summary>An instance that lives until it is disposed, or until its mortality ends it.</summary>
    /// <param name="account">Null for a new one.</param>
    /// <param name="models">Folder of packs; null for none.</param>
    /// <param name="mortality">Ends the instance at one of its requests, or does other harm to them.</param>
    /// <param name="delivery">Wraps, or replaces, delivery from blob storage.</param>
    /// <param name="video">Null for a machine without ffmpeg.</param>
    public Worker(
        IngestFixture fixture,
        string? account = null,
        string? models = null,
        HttpPipelinePolicy? mortality = null,
        Func<IDelivery, IDelivery>? delivery = null,
        Action<TaggingOptions>? tagging = null,
        DuplicatePolicy duplicates = DuplicatePolicy.Keep,
        Action<VideoOptions>? video = null)
    {
        Account = account ?? "a" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6));
        _blobs = fixture.Blobs(mortality);
        var tables = fixture.Tables(mortality);
        Catalogue = new TableCatalogue(
            tables.GetTableClient(IngestFixture.Assets), tables.GetTableClient(IngestFixture.Tags), new AssetChanges(TimeProvider.System),
            DeliveryFixture.Jitter, TimeProvider.System, NullLogger<TableCatalogue>.Instance);
        var incoming = Incoming = new BlobIncoming(_blobs.GetBlobContainerClient(BlobIncoming.Container));
        Media = new MediaStore(_blobs.GetBlobContainerClient(IngestFixture.Media), Options.Create(new DeliveryOptions()), TimeProvider.System);
        var delivers = new BlobDelivery(Media);
        Delivery = delivery?.Invoke(delivers) ?? delivers;
        var taggingOptions = new TaggingOptions { Folders = models ?? "" };
        tagging?.Invoke(taggingOptions);
        _registry = new PackRegistry(Options.Create(taggingOptions), NullLogger<PackRegistry>.Instance);
        _tagger = new Tagger(_registry, Options.Create(taggingOptions), TimeProvider.System, NullLogger<Tagger>.Instance);
        var options = Options.Create(new IngestOptions());
        var imaging = new ImagingOptions();
        _images = new ImageExaminer(new ImageDecoder(imaging), _tagger, new UploadOptions(), options, Options.Create(imaging));
        Fingerprints = new TableFingerprints(tables.GetTableClient(TableFingerprints.Table));
        Duplicates = new DuplicateCheck(Fingerprints, Catalogue, Options.Create(new DuplicateOptions { Policy = duplicates }));
        var videoOptions = new VideoOptions { Ffmpeg = video is null ? "/nowhere/ffmpeg" : "" };
        video?.Invoke(videoOptions);
        _ffmpeg = new FfmpegTools(Options.Create(videoOptions), Options.Create(imaging), TimeProvider.System);
        var frames = new FrameSampler(new ImageDecoder(imaging), _tagger, Options.Create(videoOptions), Options.Create(imaging), TimeProvider.System);
        var describer = new VideoDescriber(_ffmpeg, frames, Options.Create(imaging), VideoLog);
        Webhooks = new TableWebhookStore(tables.GetTableClient(TableWebhookStore.Table));
        var queues = fixture.Queues(mortality);
        Queue = new QueueNotifications(queues.GetQueueClient($"events-{Account}"), queues.GetQueueClient($"deliveries-{Account}"));
        var events = Events = new AssetEvents(new WebhookCache(Webhooks, TimeProvider.System), Queue, TimeProvider.System);
        Ingestor = new Ingestor(
            Catalogue, incoming, _images, new VideoExaminer(describer, new UploadOptions()), Duplicates, Delivery, events, TimeProvider.System, Log);
    }

    public string Account { get; }

    public TableCatalogue Catalogue { get; }

    public BlobIncoming Incoming { get; }

    public TableFingerprints Fingerprints { get; }

    public DuplicateCheck Duplicates { get; }

    public MediaStore Media { get; }

    public IDelivery Delivery { get; }

    public Ingestor Ingestor { get; }

    public TableWebhookStore Webhooks { get; }

    public AssetEvents Events { get; }

    /// <summary>Queues of the account's own: <c>events-{Account}</c>, <c>deliveries-{Account}</c>; made by who needs them.</summary>
    public QueueNotifications Queue { get; }

    public LogLines<Ingestor> Log { get; } = new();

    public LogLines<VideoDescriber> VideoLog { get; } = new();

    /// <summary>Reserves an asset; what is not told is as the file has it.</summary>
    public async Task<Asset> ReserveAsync(byte[] file, string name = "nest.jpg", string contentType = "image/jpeg", Action<Declared>? declare = null)
    {
        var declared = new Declared { Bytes = file.Length };
        declare?.Invoke(declared);
        var asset = new Asset
        {
            Id = AssetId.New(TimeProvider.System),
            Account = Account,
            UploadedBy = "key",
            Type = contentType.StartsWith("video/", StringComparison.Ordinal) ? MediaType.Video : MediaType.Image,
            Name = name,
            Title = "Nest",
            ContentType = contentType,
            Bytes = declared.Bytes,
            Sha256 = declared.Sha256,
            UserTags = ["nest", "spring"],
            Tags = ["nest", "spring"],
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        await Catalogue.ReserveAsync([asset], default);
        return asset;
    }

    /// <summary>Reserves and writes the blob.</summary>
    public async Task<Asset> UploadAsync(byte[] file, string name = "nest.jpg", string contentType = "image/jpeg", Action<Declared>? declare = null)
    {
        var asset = await ReserveAsync(file, name, contentType, declare);
        await WriteAsync(asset.Id, file);
        return asset;
    }

    public Task WriteAsync(string id, byte[] file) => IncomingBlob(id).UploadAsync(BinaryData.FromBytes(file), overwrite: true);

    public Task<IngestOutcome> IngestAsync(Asset asset) => Ingestor.IngestAsync(Account, asset.Id, default);

    public async Task<Asset> FindAsync(Asset asset) => (await Catalogue.FindAsync(Account, asset.Id, default)).ShouldNotBeNull().Asset;

    /// <summary>Uploads, ingests once and answers what became of it.</summary>
    public async Task<Asset> SettleAsync(byte[] file, string name = "nest.jpg", string contentType = "image/jpeg", Action<Declared>? declare = null)
    {
        var asset = await UploadAsync(file, name, contentType, declare);
        await IngestAsync(asset);
        return await FindAsync(asset);
    }

    public async Task<bool> HasArrivedAsync(Asset asset) => await IncomingBlob(asset.Id).ExistsAsync();

    /// <summary>Names of the files that are served for an asset.</summary>
    public async Task<IReadOnlyList<string>> ServedAsync(Asset asset)
    {
        var served = new List<string>();
        foreach (var name in MediaNames.All)
        {
            if (await Media.Blob(asset.Id, name).ExistsAsync())
            {
                served.Add(name);
            }
        }

        return served;
    }

    public async Task<IReadOnlyDictionary<string, long>> CountsAsync() =>
        (await Catalogue.TagsAsync(Account, "", 1000, default)).ToDictionary(tag => tag.Tag, tag => tag.Count, StringComparer.Ordinal);

    /// <summary>Ids listed under a tag.</summary>
    public async Task<IReadOnlyList<string>> TaggedAsync(string tag) =>
        [.. (await Catalogue.ListAsync(Account, new AssetFilter { Tags = [tag], Limit = 200 }, default)).Assets.Select(asset => asset.Id)];

    public void Dispose()
    {
        _images.Dispose();
        _ffmpeg.Dispose();
        _tagger.Dispose();
        _registry.Dispose();
    }

    private BlobClient IncomingBlob(string id) => _blobs.GetBlobContainerClient(BlobIncoming.Container).GetBlobClient($"{Account}/{id}");

    /// <summary>What a client announces of a file.</summary>
    internal sealed class Declared
    {
        public long Bytes { get; set; }

        public string? Sha256 { get; set; }
    }
}
