using Magpie.Assets;
using Magpie.Imaging;
using Magpie.Tagging;
using Microsoft.Extensions.Options;

namespace Magpie.Ingest;

/// <summary>Looks at a video without holding it in memory: its type by the leading bytes, its checksum when one was announced.</summary>
public sealed class VideoExaminer(IIncoming incoming, IOptions<IngestOptions> options)
{
    internal async Task<Examination> ExamineAsync(Asset asset, IncomingBlob blob, CancellationToken cancellationToken)
    {
        if (SizeCheck.Check(blob.Bytes, asset.Bytes, options.Value.MaxVideoBytes) is { } wrongSize)
        {
            return new Refused(wrongSize);
        }

        var head = new byte[FileTypes.SniffLength];
        var read = await incoming.ReadAsync(blob, 0, head, cancellationToken);
        var (type, wrongType) = TypeCheck.Check(head.AsSpan(0, read), asset);
        if (type is null)
        {
            return new Refused(wrongType!);
        }

        if (asset.Sha256 is not null && await ChecksumAsync(asset, blob, cancellationToken) is { } mismatch)
        {
            return new Refused(mismatch);
        }

        var described = asset with
        {
            ContentType = type.Value.MediaType(),
            Tags = asset.UserTags,
            Tagging = new TaggingSummary(TaggingResult.UnavailableStatus, null),
        };
        return new Accepted(described, [], null);
    }

    private async Task<AssetError?> ChecksumAsync(Asset asset, IncomingBlob blob, CancellationToken cancellationToken)
    {
        await using var content = await incoming.Original(blob).OpenReadAsync(cancellationToken);
        return Checksum.Check(await Checksum.OfAsync(content, cancellationToken), asset.Sha256);
    }
}
