using System.Text.Json.Serialization;
using Magpie.Assets;

namespace Magpie.Functions.Assets;

/// <summary>Body of <c>PATCH /api/assets/{id}</c>: what is missing stays, a title of null goes. Not init: those are all set.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed class AssetPatch
{
    private bool _hasTitle;
    private bool _hasTags;

    public string? Title
    {
        get;
        set => (field, _hasTitle) = (value, true);
    }

    public IReadOnlyList<string?>? Tags
    {
        get;
        set => (field, _hasTags) = (value, true);
    }

    /// <summary>Tags of null are no tags.</summary>
    public AssetEdit ToEdit() => new(_hasTitle, Title, _hasTags ? Tags ?? [] : null);
}
