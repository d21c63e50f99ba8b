using Magpie.Accounts;
using Magpie.Fetching;
using Magpie.Imaging;
using Magpie.Inputs;
using Magpie.Predictions;
using Magpie.Search;
using Magpie.Tagging;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>The vectors that hits are to be near to: of an input, or of a picture that nobody keeps.</summary>
internal sealed class V2Likeness(InputFinder finder, Searcher searcher, V2Predictions predictions, IImageFetcher fetcher)
{
    public async Task<LikeRank> OfInputAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var stored = await finder.FindAsync(caller, id, cancellationToken) ?? throw V2Inputs.NotFound();
        return await searcher.FindEmbeddingAsync(caller.Account, stored.Asset.Id, cancellationToken) is { } embedding
            ? new LikeRank(embedding.Model, [embedding.Vector])
            : throw V2Exception.BadRequest(V2Code.NotIndexed, "The input has no vector to search by: it is not ready, or no installed model gave one.");
    }

    public async Task<LikeRank> OfPictureAsync(V2Image picture, CancellationToken cancellationToken)
    {
        if (picture.Base64 is { } base64)
        {
            return await OfFileAsync(V2InputReader.BytesOf(base64), cancellationToken);
        }

        using var fetched = await fetcher.FetchAsync(picture.Url!, FetchedKinds.Images, cancellationToken);
        return fetched is FetchResult.Fetched file
            ? await OfFileAsync(file.Content, cancellationToken)
            : throw V2Refusals.Of(((FetchResult.Refused)fetched).Code, ((FetchResult.Refused)fetched).Message);
    }

    private async Task<LikeRank> OfFileAsync(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        if (FileTypes.Sniff(file.Span[..Math.Min(file.Length, FileTypes.SniffLength)]) is not { } type || !type.IsImage())
        {
            throw V2Exception.BadRequest(V2Code.UnsupportedFormat, "This is no image of a type that is accepted.");
        }

        return await predictions.EmbedAsync(file, cancellationToken) switch
        {
            Prediction<TaggingResult>.Seen { Value: { Embedding: { } vector, EmbeddingModel: { } model } } => new LikeRank(model, [vector]),
            Prediction<TaggingResult>.Unreadable unreadable => throw V2Refusals.Of(unreadable.Error.Code, unreadable.Error.Message),
            _ => throw new V2Exception(
                StatusCodes.Status503ServiceUnavailable, V2Code.ModelNotDeployed, "No installed model gives vectors to search by. `magpie models` shows what there is."),
        };
    }
}
