using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>How a request went, from how each of its parts went.</summary>
internal static class V2Sum
{
    /// <summary>What one part answers, and why where it does not.</summary>
    public static async Task<(T? Answer, V2Exception? Error)> TryAsync<T>(Func<Task<T>> part)
        where T : class
    {
        try
        {
            return (await part(), null);
        }
        catch (V2Exception error)
        {
            return (null, error);
        }
    }

    /// <summary>Where every part was refused, and with one code, that is what became of the whole.</summary>
    /// <exception cref="V2Exception">It is so.</exception>
    public static void ThrowIfAll(IReadOnlyCollection<V2Exception?> errors)
    {
        if (errors.FirstOrDefault() is { } first && errors.All(error => error?.Code == first.Code))
        {
            throw first;
        }
    }

    /// <summary>The HTTP status and the status of the whole.</summary>
    /// <param name="what">What the parts are called.</param>
    public static (int Http, V2Status Status) Of(IReadOnlyCollection<bool> parts, string what = "inputs") => parts.Count(went => went) switch
    {
        var well when well == parts.Count => (StatusCodes.Status200OK, V2Code.Ok.ToStatus()),
        0 => (StatusCodes.Status400BadRequest, V2Code.Failure.ToStatus($"All {what} failed. The status of each says why.")),
        _ => (StatusCodes.Status207MultiStatus, V2Code.Mixed.ToStatus($"Some {what} failed. The status of each says why.")),
    };
}
