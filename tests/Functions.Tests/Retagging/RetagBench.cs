using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Functions.Retagging;
using Magpie.Functions.Tests.Ingest;
using Magpie.Functions.Video;
using Magpie.Imaging;
using Magpie.Retagging;
using Magpie.Tagging;
using Magpie.Video;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Tests.Retagging;

/// <summary>What tags a worker's assets again, with other models than it has.</summary>
internal sealed class RetagBench(IngestFixture fixture) : IDisposable
{
    /// <summary>Looked at of a video; each takes a process of ffmpeg.</summary>
    public const int Frames = 4;

    private readonly List<IDisposable> _disposables = [];

    public static Caller Caller(Worker worker) => new("key", worker.Account, CredentialKind.Secret);

    public TableRetagJobs Jobs(Worker worker) => new(
        fixture.Tables().GetTableClient(TableRetagJobs.Table), fixture.Queues().GetQueueClient($"retag-{worker.Account}"));

    public RetagRunner Runner(Worker worker, string models, Func<IPreviews, IPreviews>? previews = null)
    {
        fixture.Tables().GetTableClient(TableRetagJobs.Table).CreateIfNotExistsAsync().GetAwaiter().GetResult();
        fixture.Queues().GetQueueClient($"retag-{worker.Account}").CreateIfNotExistsAsync().GetAwaiter().GetResult();
        return new RetagRunner(Jobs(worker), worker.Catalogue, Retagger(worker, models, previews: previews), TimeProvider.System, NullLogger<RetagRunner>.Instance);
    }

    /// <summary>Another instance's, as it were, with its own models and ffmpeg.</summary>
    /// <param name="models">Folder of packs.</param>
    /// <param name="ffmpeg">Null for the one of this machine.</param>
    /// <param name="previews">Wraps where previews are read.</param>
    public Retagger Retagger(Worker worker, string models, string? ffmpeg = null, Func<IPreviews, IPreviews>? previews = null)
    {
        var options = Options.Create(new TaggingOptions { Folders = models });
        var registry = new PackRegistry(options, NullLogger<PackRegistry>.Instance);
        var tagger = new Tagger(registry, options, TimeProvider.System, NullLogger<Tagger>.Instance);
        var (video, imaging) = (Options.Create(new VideoOptions { Ffmpeg = ffmpeg ?? "", MaxFrames = Frames }), Options.Create(new ImagingOptions()));
        var tools = new FfmpegTools(video, imaging, TimeProvider.System);
        _disposables.AddRange([tagger, registry, tools]);
        var decoder = new ImageDecoder(new ImagingOptions());
        var videos = new VideoTagger(
            new MediaOriginals(worker.Media), tools, new FrameSampler(decoder, tagger, video, imaging, TimeProvider.System), imaging,
            NullLogger<VideoTagger>.Instance);
        var followUps = fixture.Queues().GetQueueClient($"changes-{worker.Account}");
        followUps.CreateIfNotExistsAsync().GetAwaiter().GetResult();
        var followUp = new AssetFollowUp(worker.Catalogue, worker.Delivery, worker.Incoming, worker.Events);
        var change = new ReadyAssetChange(
            worker.Catalogue, new QueueFollowUps(followUps), followUp, TimeProvider.System, NullLogger<ReadyAssetChange>.Instance);
        var stored = new MediaPreviews(worker.Media);
        return new Retagger(worker.Catalogue, previews?.Invoke(stored) ?? stored, decoder, tagger, videos, change);
    }

    public void Dispose() => _disposables.ForEach(disposable => disposable.Dispose());
}
