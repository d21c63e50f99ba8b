using Magpie.Functions.Clarifai.V1;
using Magpie.Functions.Clarifai.V2;

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
        new(V2Functions.Token, "post", "/v2/token"),
        new(V2Functions.AppToken, "post", "/v2/users/{user}/apps/{app}/token"),
        .. V2Route.All.Select(route => new ClarifaiRoute(FunctionOf(route), route.Method.ToLowerInvariant(), $"/v2/{route.Template}", route.IsForPublishableKeys)),
    ];

    private static string FunctionOf(V2Route route) => route.Template.Split('/')[0] switch
    {
        "inputs" => V2Functions.Inputs,
        "annotations" => V2Functions.Annotations,
        "annnotations" => V2Functions.MisspeltAnnotations,
        "searches" => V2Functions.Searches,
        "concepts" => V2Functions.Concepts,
        _ => V2Functions.Models,
    };
}
