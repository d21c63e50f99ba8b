using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Uploads;

/// <summary>The header <c>Idempotency-Key</c>.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    private const int MaxLength = 255;

    public static Problem Reused { get; } = new(
        StatusCodes.Status409Conflict, "idempotency-key-reused", "This \"Idempotency-Key\" came with another body before. Use a new one for a new request.");

    private static Problem Invalid { get; } =
        Problems.BadRequest("invalid-idempotency-key", "\"Idempotency-Key\" must be one value of 1 to 255 visible ASCII characters.");

    /// <summary>The key, null when there is none, or the problem with it.</summary>
    public static (string? Key, Problem? Problem) Read(HttpRequest request) => request.Headers[Header] switch
    {
        { Count: 0 } => (null, null),
        { Count: 1 } values when values[0] is { Length: > 0 and <= MaxLength } key && key.All(letter => letter is >= '!' and <= '~') => (key, null),
        _ => (null, Invalid),
    };
}
