using Magpie.Imaging;
using Magpie.Operations;
using Magpie.Tagging;
using Microsoft.Extensions.Options;

namespace Magpie.Video;

/// <summary>Looks at frames over the whole length of a video: what models say of them, and which one is its poster.</summary>
public sealed class FrameSampler(
    ImageDecoder decoder, Tagger tagger, IOptions<VideoOptions> options, IOptions<ImagingOptions> imaging, TimeProvider time)
{
    /// <summary>Frames that fail in a row, not by the file's fault, before no more are asked for.</summary>
    private const int Patience = 2;

    private int Side => Math.Max(imaging.Value.DecodeSide, Renditions.PreviewSide);

    /// <summary>Looks at as many frames as there are, as the options allow, and as the tools give.</summary>
    internal async Task<SampledFrames> SampleAsync(IOpenVideo video, VideoProbe probe, CancellationToken cancellationToken)
    {
        var frames = new SampledFrames();
        try
        {
            var (failures, started) = (0, time.GetTimestamp());
            var (width, height) = SamplePlan.Size(probe.Picture!, Side);
            foreach (var moment in SamplePlan.Moments(probe.Duration, options.Value.MaxFrames))
            {
                if (failures >= Patience || time.GetElapsedTime(started) > options.Value.FramesTime)
                {
                    break;
                }

                try
                {
                    if (await DecodeAsync(video, moment, width, height, cancellationToken) is { } frame)
                    {
                        failures = 0;
                        frames.Add(frame, await TagAsync(frame, cancellationToken));
                    }
                }
                catch (VideoToolException exception)
                {
                    (frames.Failure, failures) = (exception, failures + 1);
                }
            }

            return frames;
        }
        catch
        {
            frames.Dispose();
            throw;
        }
    }

    private async Task<DecodedImage?> DecodeAsync(IOpenVideo video, double moment, int width, int height, CancellationToken cancellationToken)
    {
        using var step = IngestStep.Begin(IngestStep.Decode);
        return await video.FrameAsync(moment, width, height, cancellationToken) is { } png ? decoder.Decode(png, Side).Value : null;
    }

    private async Task<TaggingResult> TagAsync(DecodedImage frame, CancellationToken cancellationToken)
    {
        using var step = IngestStep.Begin(IngestStep.Tag);
        try
        {
            return await tagger.TagAsync(frame, cancellationToken);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }
}

/// <summary>What the frames of a video came to.</summary>
internal sealed class SampledFrames : IDisposable
{
    private readonly PosterFrames _posters = new();
    private readonly FrameTags _tags = new();
    private TaggingResult? _poster;

    /// <summary>The frame that stands for the video; null when none could be decoded. Disposed of with this.</summary>
    public DecodedImage? Poster => _posters.Poster;

    /// <summary>Why the last frame that the tools did not give is missing; null when they gave all.</summary>
    public VideoToolException? Failure { get; set; }

    /// <summary>Takes a frame over, with what models said of it.</summary>
    public void Add(DecodedImage frame, TaggingResult said)
    {
        _tags.Add(said);
        if (_posters.Offer(frame))
        {
            _poster = said;
        }
    }

    /// <summary>What the models said of the video: the tags of all frames merged, and the poster's embedding.</summary>
    public TaggingResult Merge() => _tags.Any
        ? new TaggingResult(TaggingResult.Done, _tags.Model, _tags.Merge(), _poster?.Embedding, _poster?.EmbeddingModel)
        : TaggingResult.Unavailable;

    public void Dispose() => _posters.Dispose();
}
