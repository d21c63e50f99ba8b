using Magpie.Functions.Clarifai.V1;

namespace Magpie.Functions.Clarifai;

/// <summary>A path that one of the functions with a table of routes of their own answers.</summary>
/// <param name="Path">With variables in braces: <c>/v2/inputs/{id}</c>.</param>
internal sealed record ClarifaiRoute(string Function, string Method, string Path, bool IsForPublishableKeys = false)
{
    /// <summary>Every one.</summary>
    public static IReadOnlyList<ClarifaiRoute> All { get; } =
    [
        new(V1Functions.Token, "post", "/v1/token"),
        new(V1Functions.Rest, "get", "/v1/tag"),
        new(V1Functions.Rest, "post", "/v1/tag"),
    ];
}
