using System.Text.Json;
using Magpie.Assets;
using Magpie.Concepts;
using Magpie.Functions.Assets;
using Magpie.Inputs;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>Says an asset as an input.</summary>
internal sealed class V2InputText(ConceptService concepts, IConceptNames names)
{
    public async Task<IReadOnlyList<V2Input>> OfAsync(IReadOnlyList<Asset> assets, HttpRequest request, CancellationToken cancellationToken)
    {
        if (assets.Count == 0)
        {
            return [];
        }

        var own = await concepts.OfAsync(assets[0].Account, cancellationToken);
        return [.. assets.Select(asset => Of(asset, own, request))];
    }

    public async Task<V2Input> OfAsync(Asset asset, HttpRequest request, CancellationToken cancellationToken) =>
        Of(asset, await concepts.OfAsync(asset.Account, cancellationToken), request);

    public static V2Status StatusOf(Asset asset) => asset.State switch
    {
        AssetState.Ready => V2Code.Downloaded.ToStatus(),
        AssetState.Reserved or AssetState.Received => V2Code.DownloadPending.ToStatus(),
        _ => V2Code.DownloadFailed.ToStatus(asset.Error?.Message ?? "The file did not arrive in time."),
    };

    /// <summary>The concept that assets carry a tag for: the account's own, else a model's, else the tag itself.</summary>
    public static V2Concept ConceptOf(string tag, double value, string account, AccountConcepts own, IConceptNames names)
    {
        var concept = own.ByTag(tag) ?? names.ByTag(tag) ?? new Concept(tag, tag, tag);
        return new V2Concept { Id = concept.Id, Name = concept.Name, Value = value, AppId = account };
    }

    private V2Input Of(Asset asset, AccountConcepts own, HttpRequest request)
    {
        var urls = asset.Urls is { } delivered ? UrlsResponse.From(delivered, PublicHost.Of(request)) : null;
        var isVideo = asset.Type == MediaType.Video;
        return new V2Input
        {
            Id = InputFinder.IdOf(asset),
            CreatedAt = asset.CreatedAt,
            ModifiedAt = asset.ReadyAt ?? asset.CreatedAt,
            Status = StatusOf(asset),
            Data = new V2Data
            {
                // Clients look for an image in every input: of a video it is the poster.
                Image = new V2Image { Url = isVideo ? urls?.Preview : asset.Input?.Url ?? urls?.Original },
                Video = isVideo ? new V2Image { Url = asset.Input?.Url ?? urls?.Original } : null,
                Concepts = Concepts(asset, own),
                Metadata = asset.Input?.Metadata is { } metadata ? Readable(metadata) : null,
                Geo = asset.Input?.Geo is { } geo ? new V2Geo(new V2GeoPoint(geo.Longitude, geo.Latitude)) : null,
            },
        };
    }

    private static JsonElement Readable(string metadata) => JsonElement.Parse(MetadataJson.Read(metadata).ToJsonString());

    private V2Concept[]? Concepts(Asset asset, AccountConcepts own)
    {
        V2Concept[] said =
        [
            .. asset.UserTags.Select(tag => ConceptOf(tag, 1, asset.Account, own, names)),
            .. (asset.Input?.AbsentTags ?? []).Select(tag => ConceptOf(tag, 0, asset.Account, own, names)),
        ];
        return said.Length == 0 ? null : said;
    }
}
