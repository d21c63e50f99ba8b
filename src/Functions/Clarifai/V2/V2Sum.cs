using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>How a request went, from how each of its parts went.</summary>
internal static class V2Sum
{
    /// <summary>The HTTP status and the status of the whole.</summary>
    public static (int Http, V2Status Status) Of(IReadOnlyCollection<bool> parts) => parts.Count(went => went) switch
    {
        var well when well == parts.Count => (StatusCodes.Status200OK, V2Code.Ok.ToStatus()),
        0 => (StatusCodes.Status400BadRequest, V2Code.Failure.ToStatus("All inputs failed. The status of each says why.")),
        _ => (StatusCodes.Status207MultiStatus, V2Code.Mixed.ToStatus("Some inputs failed. The status of each says why.")),
    };
}
