using Magpie.Assets;

namespace Magpie.Inputs;

/// <summary>How what a client says of an input changes what was said before.</summary>
public enum InputAction
{
    /// <summary>Added; of the same concept or metadata key the new counts.</summary>
    Merge,

    /// <summary>In the place of what was there.</summary>
    Overwrite,

    /// <summary>Taken away.</summary>
    Remove,
}

/// <summary>A change of an input; null leaves what is there.</summary>
/// <param name="Present">Tags of the concepts it shows.</param>
/// <param name="Absent">Tags of the concepts it does not show.</param>
/// <param name="Metadata">A JSON object.</param>
public sealed record InputEdit(InputAction Action, IReadOnlyList<string>? Present, IReadOnlyList<string>? Absent, string? Metadata, GeoPoint? Geo);
