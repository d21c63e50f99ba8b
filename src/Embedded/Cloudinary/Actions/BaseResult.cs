using System.Net;
using System.Text.Json;

namespace CloudinaryDotNet.Actions;

/// <summary>What the service answered.</summary>
public abstract class BaseResult
{
    public HttpStatusCode StatusCode { get; set; }

    /// <summary>Null when the call did what it was asked.</summary>
    public Error? Error { get; set; }

    /// <summary>Takes what it knows from the answer.</summary>
    internal virtual void Read(JsonElement answer)
    {
        if (answer.TryGetProperty("error", out var error))
        {
            Error = new Error { Message = Text(error, "message") };
        }
    }

    private protected static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value.ToString() : null;

    private protected static string[] Texts(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(one => one.ToString())]
            : [];

    private protected static Uri? Address(JsonElement from, string name) =>
        Uri.TryCreate(Text(from, name), UriKind.Absolute, out var address) ? address : null;

    private protected static T? Number<T>(JsonElement from, string name, Func<JsonElement, T> read)
        where T : struct =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? read(value) : null;
}

/// <summary>Why the service refused.</summary>
public class Error
{
    public string? Message { get; set; }
}
