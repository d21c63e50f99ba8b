using System.Text.Json;
using System.Text.Json.Nodes;
using Magpie.Accounts;
using Magpie.Inputs;
using Magpie.Search;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>A query while it is put together from ranks and filters.</summary>
internal sealed class V2SearchDraft
{
    private IReadOnlyCollection<string>? _ids;
    private JsonObject? _metadata;
    private GeoArea? _area;

    public List<TagRank> Ranks { get; } = [];

    public List<LikeRank> Likes { get; } = [];

    public List<string> AllTags { get; } = [];

    public List<string> NoTags { get; } = [];

    /// <summary>Concepts so far.</summary>
    public int Concepts { get; set; }

    public bool IsEmpty => Ranks.Count + Likes.Count + AllTags.Count + NoTags.Count == 0 && _ids is null && _metadata is null && _area is null;

    /// <summary>Only these, of those that are left.</summary>
    public void Only(IReadOnlyCollection<string> ids) => _ids = _ids is null ? ids : [.. _ids.Intersect(ids, StringComparer.Ordinal)];

    /// <summary>Metadata must hold this.</summary>
    public void Contain(JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object)
        {
            throw V2Exception.BadRequest(V2Code.SearchInvalid, "\"metadata\" must be a JSON object.");
        }

        if (!MetadataJson.IsReadable(metadata))
        {
            throw V2Exception.BadRequest(V2Code.SearchInvalid, MetadataJson.Advice);
        }

        _metadata ??= [];
        foreach (var (name, value) in JsonObject.Create(metadata)!)
        {
            if (_metadata[name] is { } there && !JsonNode.DeepEquals(there, value))
            {
                // Nothing has two values of one key.
                Only([]);
            }

            _metadata[name] = value?.DeepClone();
        }
    }

    /// <summary>Its place must be in the area.</summary>
    public void LieIn(GeoArea area) =>
        _area = _area is null ? area : throw V2Exception.BadRequest(V2Code.SearchInvalid, "One place a search: \"geo\" is there more than once.");

    public SearchQuery ToQuery(Caller caller) => new()
    {
        Tags = Ranks,
        Like = Likes,
        Filter = new SearchFilter
        {
            UploadedBy = caller.OnlyUploadedBy,
            AllTags = AllTags,
            NoTags = NoTags,
            Ids = _ids,
            Metadata = _metadata?.ToJsonString(),
            Area = _area,
        },
    };
}
