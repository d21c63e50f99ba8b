using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Imaging;
using Magpie.Operations;
using Magpie.Tagging;
using Magpie.Uploads;
using Microsoft.Extensions.Options;

namespace Magpie.Ingest;

/// <summary>
/// Looks at a photo: reads it once, decodes it once, and makes everything from that. Bytes in memory and photos
/// worked on at once are bounded over the whole process.
/// </summary>
public sealed class ImageExaminer(
    ImageDecoder decoder, Tagger tagger, UploadOptions limits, IOptions<IngestOptions> options, IOptions<ImagingOptions> imaging) : IDisposable
{
    private readonly ByteBudget _budget = new(options.Value.MaxBytesInMemory);
    private readonly SemaphoreSlim _workers = new(WorkersOf(options.Value));
    private readonly PictureThreads _threads = new("Magpie ingest", WorkersOf(options.Value));

    internal async Task<Examination> ExamineAsync(Asset asset, IArrivedFile file, CancellationToken cancellationToken)
    {
        if (SizeCheck.Check(file.Bytes, asset.Bytes, limits.MaxImageBytes) is { } wrongSize)
        {
            return new Refused(wrongSize);
        }

        if (file.Content is { } content)
        {
            return await InTurnAsync(asset, content, cancellationToken);
        }

        using var share = await _budget.TakeAsync(file.Bytes, cancellationToken);
        using var buffer = new NativeBuffer(Math.Max(1, (int)file.Bytes));
        var bytes = buffer.Memory[..(int)file.Bytes];
        return await ReadAsync(file, bytes, cancellationToken) == bytes.Length
            ? await InTurnAsync(asset, bytes, cancellationToken)
            : throw new IncomingChangedException();
    }

    public void Dispose()
    {
        _workers.Dispose();
        _threads.Dispose();
    }

    private static int WorkersOf(IngestOptions options) => options.MaxParallelImages > 0 ? options.MaxParallelImages : Environment.ProcessorCount;

    private static async Task<int> ReadAsync(IArrivedFile file, Memory<byte> bytes, CancellationToken cancellationToken)
    {
        using var step = IngestStep.Begin(IngestStep.Read);
        return await file.ReadAsync(0, bytes, cancellationToken);
    }

    private async Task<Examination> InTurnAsync(Asset asset, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        await _workers.WaitAsync(cancellationToken);
        try
        {
            return await _threads.RunAsync(() => ExamineAsync(asset, file, cancellationToken));
        }
        finally
        {
            _workers.Release();
        }
    }

    private async Task<Examination> ExamineAsync(Asset asset, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var (type, wrongType) = TypeCheck.Check(file.Span, asset);
        if (type is null)
        {
            return new Refused(wrongType!);
        }

        var sha256 = Checksum.Of(file.Span);
        if (Checksum.Check(sha256, asset.Sha256) is { } mismatch)
        {
            return new Refused(mismatch);
        }

        var decoded = Decode(file);
        if (!decoded.IsOk)
        {
            return new Refused(new AssetError(decoded.Fault.Code, decoded.Fault.Message));
        }

        using var image = decoded.Value;
        var tagged = await TagAsync(image, cancellationToken);
        var described = Describe(asset, file, image, tagged) with
        {
            ContentType = type.Value.MediaType(),
            Bytes = file.Length,
            Sha256 = sha256,
        };
        var embedding = tagged is { Embedding: { } vector, EmbeddingModel: { } model } ? new AssetEmbedding(model, vector) : null;
        return new Accepted(described, Render(image), embedding);
    }

    private ImageResult<DecodedImage> Decode(ReadOnlyMemory<byte> file)
    {
        using var step = IngestStep.Begin(IngestStep.Decode);
        return decoder.Decode(file, Math.Max(imaging.Value.DecodeSide, Renditions.PreviewSide));
    }

    private async Task<TaggingResult> TagAsync(DecodedImage image, CancellationToken cancellationToken)
    {
        using var step = IngestStep.Begin(IngestStep.Tag);
        return await tagger.TagAsync(image, cancellationToken);
    }

    private Asset Describe(Asset asset, ReadOnlyMemory<byte> file, DecodedImage image, TaggingResult tagged)
    {
        using var step = IngestStep.Begin(IngestStep.Describe);
        var exif = decoder.ReadExif(file);
        return asset with
        {
            Width = image.Facts.Width,
            Height = image.Facts.Height,
            MlTags = tagged.MlTags,
            Tags = TagMerge.Merge(asset.UserTags, tagged.MlTags),
            Tagging = new TaggingSummary(tagged.Status, tagged.Model),
            Colors = DominantColors.Of(image),
            BlurHash = BlurHash.Encode(image),
            PerceptualHash = PerceptualHash.Compute(image),
            TakenAt = exif.TakenAt,
            Camera = exif.Camera,
        };
    }

    private static Rendition[] Render(DecodedImage image)
    {
        using var step = IngestStep.Begin(IngestStep.Render);
        return
        [
            new(MediaNames.Thumb, Renditions.MediaType, Renditions.Thumb(image)),
            new(MediaNames.Preview, Renditions.MediaType, Renditions.Preview(image)),
        ];
    }
}
