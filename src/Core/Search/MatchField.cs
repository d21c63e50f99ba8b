namespace Magpie.Search;

/// <summary>Where a term was found. The numbers are part of the snapshot's format.</summary>
internal enum MatchField : byte
{
    UserTag = 0,
    ModelTag = 1,
    Parent = 2,
    Title = 3,
    Name = 4,

    /// <summary>A value of the metadata; found by filters alone.</summary>
    Metadata = 6,
}

/// <summary>How much a place counts.</summary>
internal static class MatchWeights
{
    /// <summary>0 to 1; what a model found counts by its confidence besides.</summary>
    public static float Of(MatchField field) => field switch
    {
        MatchField.UserTag or MatchField.ModelTag => 1f,
        MatchField.Title => 0.9f,
        MatchField.Parent => 0.8f,
        MatchField.Name => 0.6f,
        _ => 0f,
    };

    /// <summary>The field's name in answers.</summary>
    public static string NameOf(MatchField field) => field switch
    {
        MatchField.UserTag => "tag",
        MatchField.ModelTag => "mlTag",
        MatchField.Parent => "parent",
        MatchField.Title => "title",
        _ => "name",
    };
}
