using Magpie.Concepts;
using Magpie.Faces;
using Magpie.Fetching;
using Magpie.Functions.Clarifai.Models;
using Magpie.Imaging;
using Magpie.Inputs;
using Magpie.Predictions;
using Magpie.Tagging;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>What a model says of one picture or video, fetched or sent.</summary>
internal sealed class V2Predictions(Predictor predictor, VideoPredictor videos, Tagger tagger, V2Regions regions, IImageFetcher fetcher, IConceptNames names)
{
    /// <summary>What it says, or why it says nothing.</summary>
    public async Task<(V2Data? Data, V2Status? Error)> AskAsync(V2Image image, ClarifaiModel model, PredictionConfig config, CancellationToken cancellationToken)
    {
        if (image.Base64 is { } base64)
        {
            return base64.Content is { } bytes
                ? await AskAsync(bytes, model, config, cancellationToken)
                : (null, V2Code.InvalidBytes.ToStatus("\"base64\" is not base64, or nothing is in it."));
        }

        using var fetched = await fetcher.FetchAsync(image.Url!, FetchedKinds.ImagesAndVideos, cancellationToken);
        return fetched is FetchResult.Fetched file
            ? await AskAsync(file.Content, model, config, cancellationToken)
            : (null, V2Refusals.CodeOf(((FetchResult.Refused)fetched).Code).ToStatus(((FetchResult.Refused)fetched).Message));
    }

    /// <summary>The vector that stands for how a picture looks, and its model; of a video there is none.</summary>
    public Task<Prediction<TaggingResult>> EmbedAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken) =>
        predictor.LookAsync(file, tagger.TagAsync, cancellationToken);

    private async Task<(V2Data? Data, V2Status? Error)> AskAsync(
        ReadOnlyMemory<byte> file, ClarifaiModel model, PredictionConfig config, CancellationToken cancellationToken)
    {
        var type = FileTypes.Sniff(file.Span[..Math.Min(file.Length, FileTypes.SniffLength)]);
        if (type is null)
        {
            return (null, V2Code.UnsupportedFormat.ToStatus("This is no image or video of a type that is accepted."));
        }

        if (type.Value.IsVideo())
        {
            return model.Kind == ModelKind.Concepts
                ? Read(await videos.LookAsync(new MemoryFile(file), type.Value, model.Pack!, cancellationToken), frames => Frames(frames, config))
                : (null, V2Code.UnsupportedFormat.ToStatus("This model looks at images only."));
        }

        return model.Kind switch
        {
            ModelKind.Colors => Read(
                await predictor.LookAsync(file, static (image, _) => Task.FromResult(DominantColors.Of(image)), cancellationToken),
                colors => new V2Data { Colors = [.. colors.Select(W3cColors.Of)] }),
            ModelKind.Embedding => Read(
                await predictor.LookAsync(file, (image, token) => tagger.ScoreAsync(image, model.Pack!, token), cancellationToken),
                scores => scores?.Embedding is { } vector ? new V2Data { Embeddings = [new V2Embedding(vector, vector.Length)] } : null),
            ModelKind.Faces or ModelKind.FaceEmbeddings => Read(
                await predictor.LookAsync(
                    file, FaceFinder.EnoughSide, (image, token) => Task.FromResult(regions.Of(image, model.Kind == ModelKind.FaceEmbeddings, token)), cancellationToken),
                static faces => faces),
            _ => Read(
                await predictor.LookAsync(file, (image, token) => tagger.ScoreAsync(image, model.Pack!, token), cancellationToken),
                scores => scores is null ? null : Concepts(scores, config)),
        };
    }

    private static (V2Data? Data, V2Status? Error) Read<T>(Prediction<T> prediction, Func<T, V2Data?> say) => prediction switch
    {
        Prediction<T>.Seen seen => say(seen.Value) is { } data ? (data, null) : (null, V2Code.TryAgain.ToStatus("The model could not be asked.")),
        Prediction<T>.Unreadable unreadable => (null, V2Refusals.CodeOf(unreadable.Error.Code).ToStatus(unreadable.Error.Message)),
        _ => (null, V2Code.Internal.ToStatus()),
    };

    private V2Data Concepts(PackScores scores, PredictionConfig config) => new()
    {
        Concepts =
        [
            .. scores.Best(config.MinValue)
                .Select(pair => (pair.Label, pair.Score, Id: ConceptId.Of(TagNormalizer.Normalize(pair.Label.NameIn("en")))))
                .Where(found => config.Only?.Contains(found.Id) != false)
                .Take(config.MaxConcepts)
                .Select(found => new V2Concept { Id = found.Id, Name = names.NameOf(found.Label, config.Language), Value = found.Score, AppId = "main" }),
        ],
    };

    private V2Data Frames(IReadOnlyList<FrameScores> frames, PredictionConfig config) => new()
    {
        Frames = [.. frames.Select((frame, index) => new V2Frame(new V2FrameInfo(index, (long)(frame.At * 1000)), Concepts(frame.Scores, config)))],
    };
}
