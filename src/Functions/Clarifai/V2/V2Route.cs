using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>A path under <c>/v2</c> and what answers it.</summary>
/// <param name="Template">Without <c>/v2</c>: <c>inputs/{id}</c>.</param>
internal sealed record V2Route(string Method, string Template, Func<V2Handlers, V2Call, CancellationToken, Task<IResult>> Answer, bool IsForPublishableKeys = false)
{
    private readonly string[] _segments = Template.Split('/');

    /// <summary>Every one. Where two match, the first counts.</summary>
    public static IReadOnlyList<V2Route> All { get; } =
    [
        new("POST", "inputs", static (api, call, token) => api.Inputs.CreateAsync(call, token), IsForPublishableKeys: true),
        new("GET", "inputs", static (api, call, token) => api.Inputs.ListAsync(call, token), IsForPublishableKeys: true),
        new("PATCH", "inputs", static (api, call, token) => api.InputChanges.PatchAsync(call, token)),
        new("DELETE", "inputs", static (api, call, token) => api.InputChanges.DeleteManyAsync(call, token)),
        new("GET", "inputs/status", static (api, call, token) => api.Inputs.CountAsync(call, token), IsForPublishableKeys: true),
        new("GET", "inputs/{input_id}", static (api, call, token) => api.Inputs.GetAsync(call, token), IsForPublishableKeys: true),
        new("PATCH", "inputs/{input_id}", static (api, call, token) => api.InputChanges.PatchAsync(call, token)),
        new("DELETE", "inputs/{input_id}", static (api, call, token) => api.InputChanges.DeleteAsync(call, token)),
        new("POST", "searches", static (api, call, token) => api.Searches.SearchAsync(call, token)),
        new("POST", "annotations/searches", static (api, call, token) => api.Searches.SearchAsync(call, token)),
        new("POST", "annnotations/searches", static (api, call, token) => api.Searches.SearchAsync(call, token)),
        new("POST", "annotations", static (api, call, token) => api.InputChanges.AnnotateAsync(call, token)),
        new("GET", "concepts", static (api, call, token) => api.Concepts.ListAsync(call, token)),
        new("POST", "concepts", static (api, call, token) => api.Concepts.CreateAsync(call, token)),
        new("PATCH", "concepts", static (api, call, token) => api.Concepts.RenameAsync(call, token)),
        new("POST", "concepts/searches", static (api, call, token) => api.Concepts.SearchAsync(call, token)),
        new("GET", "concepts/{concept_id}", static (api, call, token) => api.Concepts.GetAsync(call, token)),
        new("GET", "models", static (api, call, token) => api.Models.ListAsync(call, token)),
        new("POST", "models/searches", static (api, call, token) => api.Models.SearchAsync(call, token)),
        new("GET", "models/{model_id}", static (api, call, token) => api.Models.GetAsync(call, token)),
        new("GET", "models/{model_id}/output_info", static (api, call, token) => api.Models.OutputInfoAsync(call, token)),
        new("POST", "models/{model_id}/outputs", static (api, call, token) => api.Outputs.PredictAsync(call, token)),
        new("GET", "models/{model_id}/versions", static (api, call, token) => api.Models.VersionsAsync(call, token)),
        new("GET", "models/{model_id}/versions/{version_id}", static (api, call, token) => api.Models.VersionAsync(call, token)),
        new("GET", "models/{model_id}/versions/{version_id}/output_info", static (api, call, token) => api.Models.OutputInfoAsync(call, token)),
        new("POST", "models/{model_id}/versions/{version_id}/outputs", static (api, call, token) => api.Outputs.PredictAsync(call, token)),
    ];

    /// <summary>Of the path, in their order, decoded; null when the path is another.</summary>
    public IReadOnlyList<string>? Match(string[] path)
    {
        if (path.Length != _segments.Length)
        {
            return null;
        }

        var variables = new List<string>();
        for (var at = 0; at < path.Length; at++)
        {
            if (_segments[at][0] == '{')
            {
                variables.Add(path[at]);
            }
            else if (!_segments[at].Equals(path[at], StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }
        }

        return variables;
    }
}

/// <summary>What answers, a part of the API each.</summary>
internal sealed record V2Handlers(
    V2Inputs Inputs, V2InputChanges InputChanges, V2Concepts Concepts, V2Models Models, V2Outputs Outputs, V2Searches Searches);
