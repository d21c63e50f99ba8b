using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Magpie.Concepts;
using Magpie.Fetching;
using Magpie.Functions.Clarifai.Models;
using Magpie.Imaging;
using Magpie.Ingest;
using Magpie.Inputs;
using Magpie.Predictions;
using Magpie.Tagging;

namespace Magpie.Functions.Clarifai.V1;

/// <summary>Tags images and videos that nobody keeps.</summary>
public sealed class V1Tagging(Predictor predictor, VideoPredictor videos, Tagger tagger, IImageFetcher fetcher, IConceptNames names)
{
    /// <summary>Classes of an image, or of a frame.</summary>
    private const int Classes = 20;

    /// <summary>The last that counts: 32 hexadecimal digits are 128 bits.</summary>
    private const int DocIdBytes = 16;

    internal async Task<V1Result> TagAsync(V1Item item, string localId, ClarifaiModel model, string language, CancellationToken cancellationToken)
    {
        if (item.Url is not { } url)
        {
            return await TagAsync(item.File!, null, localId, model, language, cancellationToken);
        }

        using var fetched = await fetcher.FetchAsync(url, FetchedKinds.ImagesAndVideos, cancellationToken);
        return fetched switch
        {
            FetchResult.Fetched file => await TagAsync(new MemoryFile(file.Content), url, localId, model, language, cancellationToken),
            FetchResult.Refused refused => Failed(Id(Encoding.UTF8.GetBytes(url)), url, localId, refused.Message, isOurs: refused.Code == FetchCodes.Busy),
            _ => throw new InvalidOperationException("A fetch ends with a file or with a reason."),
        };
    }

    private async Task<V1Result> TagAsync(
        IArrivedFile file, string? url, string localId, ClarifaiModel model, string language, CancellationToken cancellationToken)
    {
        var head = new byte[FileTypes.SniffLength];
        var read = await file.ReadAsync(0, head, cancellationToken);
        var id = await IdAsync(file, cancellationToken);
        var type = FileTypes.Sniff(head.AsSpan(0, read));
        if (type is null)
        {
            return Failed(id, url, localId, "This is no image or video of a type that is accepted.");
        }

        var (tag, error, isOurs) = type.Value.IsVideo()
            ? Read(await videos.LookAsync(file, type.Value, model.Pack!, cancellationToken), frames => Tag(frames, language))
            : await TagImageAsync(file, model, language, cancellationToken);
        return tag is null ? Failed(id, url, localId, error!, isOurs) : Result(id, url, "OK", "OK", localId, new V1ResultBody(tag));
    }

    private async Task<(V1Tag? Tag, string? Error, bool IsOurs)> TagImageAsync(IArrivedFile file, ClarifaiModel model, string language, CancellationToken cancellationToken)
    {
        var content = file.Content ?? await ReadAllAsync(file, cancellationToken);
        var seen = await predictor.LookAsync(content, (image, token) => tagger.ScoreAsync(image, model.Pack!, token), cancellationToken);
        return Read(seen, scores => scores is null ? null : Tag(scores, language));
    }

    /// <summary>The tag, or why there is none and whether that lies with us and not with the file.</summary>
    private static (V1Tag? Tag, string? Error, bool IsOurs) Read<T>(Prediction<T> prediction, Func<T, V1Tag?> tag) => prediction switch
    {
        Prediction<T>.Seen seen when tag(seen.Value) is { } found => (found, null, false),
        Prediction<T>.Unreadable { Error: { Code: VideoPredictor.ToolsMissing or VideoPredictor.ToolsFailed } error } => (null, error.Message, true),
        Prediction<T>.Unreadable unreadable => (null, unreadable.Error.Message, false),
        _ => (null, "The model could not be asked.", true),
    };

    private V1ImageTag Tag(PackScores scores, string language)
    {
        var best = scores.Best(0).Take(Classes).ToArray();
        return new V1ImageTag(
            [.. best.Select(pair => ConceptId.Of(TagNormalizer.Normalize(pair.Label.NameIn("en"))))],
            [.. best.Select(pair => names.NameOf(pair.Label, language))],
            [.. best.Select(pair => (double)pair.Score)]);
    }

    private V1VideoTag Tag(IReadOnlyList<FrameScores> frames, string language)
    {
        var rows = frames.Select(frame => Tag(frame.Scores, language)).ToArray();
        return new V1VideoTag(
            [.. frames.Select(frame => frame.At)], [.. rows.Select(row => row.ConceptIds)], [.. rows.Select(row => row.Classes)], [.. rows.Select(row => row.Probs)]);
    }

    private static V1Result Failed(byte[] id, string? url, string localId, string error, bool isOurs = false) => Result(
        id,
        url,
        isOurs ? "SERVER_ERROR" : "CLIENT_ERROR",
        isOurs ? "Image failed to process, see results for details. " : "Image loading failed, see results for details. ",
        localId,
        new V1ResultBody(null, error));

    private static V1Result Result(byte[] id, string? url, string code, string message, string localId, V1ResultBody body) => new(
        BinaryPrimitives.ReadUInt64BigEndian(id.AsSpan(DocIdBytes - sizeof(ulong))), url, code, message, localId, body, Convert.ToHexStringLower(id));

    private static byte[] Id(byte[] content) => SHA256.HashData(content)[..DocIdBytes];

    private static async Task<byte[]> IdAsync(IArrivedFile file, CancellationToken cancellationToken)
    {
        await using var content = await file.OpenReadAsync(cancellationToken);
        return (await SHA256.HashDataAsync(content, cancellationToken))[..DocIdBytes];
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAllAsync(IArrivedFile file, CancellationToken cancellationToken)
    {
        var content = new byte[file.Bytes];
        return content.AsMemory(0, await file.ReadAsync(0, content, cancellationToken));
    }
}
