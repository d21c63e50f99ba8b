using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Magpie.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Magpie.Functions.Http;

/// <summary>Reads a request's body, at most so much of it, and says what is wrong with it.</summary>
public static class JsonBody
{
    /// <summary>Bytes; a hundred files with fifty tags each are a third of it.</summary>
    public const int MaxBytes = 1 << 20;

    private const int FirstRead = 4096;

    /// <summary>The value, or the problem to answer with.</summary>
    public static async Task<(T? Value, Problem? Problem)> ReadAsync<T>(
        HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!IsJson(request.ContentType))
        {
            return (null, new Problem(
                StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "Send JSON, with \"Content-Type: application/json\"."));
        }

        if (request.ContentLength > MaxBytes)
        {
            return (null, TooLarge);
        }

        var (body, length) = await ReadAsync(request, cancellationToken);
        try
        {
            return length > MaxBytes ? (null, TooLarge) : Parse(body.AsSpan(0, length), type);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    /// <summary>The whole body, or the problem that it is too large; whoever reads the request's body afterwards gets it too.</summary>
    public static async Task<(ReadOnlyMemory<byte> Body, Problem? Problem)> BufferAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ContentLength > MaxBytes)
        {
            return (default, TooLarge);
        }

        var (rented, length) = await ReadAsync(request, cancellationToken);
        try
        {
            if (length > MaxBytes)
            {
                return (default, TooLarge);
            }

            var body = rented.AsSpan(0, length).ToArray();
            request.Body = new MemoryStream(body, writable: false);
            return (body, null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>A rented buffer with so many bytes of the body in it: all of it, or more than <see cref="MaxBytes"/>.</summary>
    private static async Task<(byte[] Rented, int Length)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? FirstRead) + 1);
        try
        {
            var length = 0;
            int read;
            while (length <= MaxBytes && (read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
            {
                length += read;
                if (length == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }

            return (buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static Problem TooLarge { get; } = new(
        StatusCodes.Status413PayloadTooLarge, "body-too-large", "The body is larger than 1 MiB. Files do not go here: they go to their \"uploadUrl\".");

    private static (T? Value, Problem? Problem) Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) is { } value ? (value, null) : (null, Invalid("$"));
        }
        catch (JsonException exception)
        {
            return (null, Invalid(exception.Path));
        }
        catch (InvalidOperationException)
        {
            // A string that is not valid UTF-16 once its escapes are read.
            return (null, Invalid(null));
        }
    }

    private static Problem Invalid(string? path) => Problems.BadRequest(
        "invalid-body",
        path is null or "$"
            ? "The body is not the JSON object that is expected here."
            : $"The body is not what is expected here: look at {PlainText.Sanitize(path)}.");

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
}
