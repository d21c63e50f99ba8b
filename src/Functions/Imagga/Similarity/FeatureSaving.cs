using Magpie.Functions.Imagga.Indexes;
using Magpie.Indexes;

namespace Magpie.Functions.Imagga.Similarity;

/// <summary>Keeps what an image is compared by where a call asks for it, by <c>save_index</c> and <c>save_id</c>.</summary>
internal sealed class FeatureSaving(IndexStore indexes)
{
    private const string Index = "save_index";
    private const string Id = "save_id";

    /// <summary>Where to; null where nothing is to be kept. One without the other, or a name that is none, is kept as what is wrong.</summary>
    public static SavePlace? Read(ImaggaCall call, string family)
    {
        var parameters = call.Parameters;
        switch (parameters.Text(Index), parameters.Text(Id))
        {
            case (null, null):
                return null;
            case ({ } index, { } id) when IndexName.IsName(index) && IndexName.IsName(id):
                return new(new IndexName(call.Account, family, index), id);
            case (null, _):
                return parameters.Bad<SavePlace?>(Index, $"sent too where \"{Id}\" is", null);
            case (_, null):
                return parameters.Bad<SavePlace?>(Id, $"sent too where \"{Index}\" is", null);
            case ({ } index, _):
                return parameters.Bad<SavePlace?>(
                    IndexName.IsName(index) ? Id : Index, $"a name of 1 to {IndexName.MaxLength} characters, none of them a control character", null);
        }
    }

    /// <summary>Keeps it in the place of what had the id before.</summary>
    public Task SaveAsync(SavePlace place, ImageFeatures features, CancellationToken cancellationToken) =>
        indexes.SaveAsync(place.Index, [new(place.Id, "", features.Model, features.Vector)], cancellationToken);
}

/// <summary>An index, and what an image is called in it.</summary>
internal sealed record SavePlace(IndexName Index, string Id);
