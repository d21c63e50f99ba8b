using Magpie.Assets;
using Magpie.Imaging;
using Magpie.Operations;
using Magpie.Uploads;
using Magpie.Video;

namespace Magpie.Ingest;

/// <summary>Looks at a video without holding it in memory: its type by the leading bytes, its checksum, and what <see cref="VideoDescriber"/> sees in it.</summary>
public sealed class VideoExaminer(VideoDescriber describer, UploadOptions limits)
{
    internal async Task<Examination> ExamineAsync(Asset asset, IArrivedFile file, CancellationToken cancellationToken)
    {
        if (SizeCheck.Check(file.Bytes, asset.Bytes, limits.MaxVideoBytes) is { } wrongSize)
        {
            return new Refused(wrongSize);
        }

        var head = new byte[FileTypes.SniffLength];
        var read = await file.ReadAsync(0, head, cancellationToken);
        var (type, wrongType) = TypeCheck.Check(head.AsSpan(0, read), asset);
        if (type is null)
        {
            return new Refused(wrongType!);
        }

        // The checksum reads the whole file and waits for storage, the look into it waits for a process: both at once.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hashing = ChecksumAsync(file, stop.Token);
        try
        {
            var known = asset with { ContentType = type.Value.MediaType() };
            var seen = await ContainerEnd.IsMissingAsync(
                type.Value, head.AsMemory(0, read), file.Bytes, file.ReadAsync, cancellationToken)
                ? new VideoDescription(known, [], null, VideoCheck.CutOff)
                : await DescribeAsync(known, type.Value, file, cancellationToken);
            if (seen.Fault is { } fault && asset.Sha256 is null)
            {
                return new Refused(fault);
            }

            // Of a file that broke on its way the checksum says more than what does not work because of it.
            var sha256 = await hashing;
            return (Checksum.Check(sha256, asset.Sha256) ?? seen.Fault) is { } reason
                ? new Refused(reason)
                : new Accepted(seen.Asset with { Sha256 = sha256 }, seen.Renditions, seen.Embedding);
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)hashing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<VideoDescription> DescribeAsync(Asset asset, FileType type, IArrivedFile file, CancellationToken cancellationToken)
    {
        using var step = IngestStep.Begin(IngestStep.Describe);
        return await describer.DescribeAsync(asset, type, file, cancellationToken);
    }

    private static async Task<string> ChecksumAsync(IArrivedFile file, CancellationToken cancellationToken)
    {
        using var step = IngestStep.Begin(IngestStep.Checksum);
        await using var content = await file.OpenReadAsync(cancellationToken);
        return await Checksum.OfAsync(content, cancellationToken);
    }
}
