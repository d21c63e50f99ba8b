using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai;

/// <summary>Problems of requests that the rest of the service leaves to the host's routing.</summary>
internal static class ClarifaiProblems
{
    public static Problem MethodNotAllowed { get; } =
        new(StatusCodes.Status405MethodNotAllowed, "method-not-allowed", "This path does not take this method.");
}
