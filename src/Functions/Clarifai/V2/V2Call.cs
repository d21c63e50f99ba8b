using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Magpie.Accounts;
using Magpie.Functions.Http;
using Magpie.Ingest;
using Magpie.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>One request: who it is from, what the path says, and what comes with it.</summary>
/// <param name="Variables">Of the path, in their order, decoded.</param>
/// <param name="Stopping">Fires when the instance stops, and not when the client leaves: for work that is done without it once it is begun.</param>
internal sealed record V2Call(HttpRequest Request, IReadOnlyList<string> Variables, CancellationToken Stopping)
{
    /// <summary>Bytes of a body; a picture in it is a third longer than its file.</summary>
    public const int MaxBody = 60 << 20;

    /// <summary>Entries of any page.</summary>
    public const int MaxPerPage = 1_000;

    /// <summary>Entries that pages can pass over.</summary>
    public const int MaxSkip = 10_000;

    /// <summary>Bytes that are made room for because the client says they come; for more it must send them.</summary>
    private const int FirstRead = 1 << 20;

    public Caller Caller => Request.HttpContext.GetCaller();

    /// <summary>What the body says. A body that came as text, or as what curl calls it by itself, is JSON too: Clarifai's examples send it so.</summary>
    public async Task<T> ReadAsync<T>(JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (Request.ContentType is { } sent && (Is(sent, "multipart/") || Is(sent, "image/") || Is(sent, "video/")))
        {
            throw new V2Exception(StatusCodes.Status415UnsupportedMediaType, V2Code.BadFormat, "Send JSON, with \"Content-Type: application/json\".");
        }

        if (Request.ContentLength > MaxBody)
        {
            throw TooLarge;
        }

        if (Request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaxBody;
        }

        using var body = new NativeBuffer((int)Math.Min(Request.ContentLength ?? 64 << 10, FirstRead) + 1);
        var length = await FillAsync(body, cancellationToken);
        return Parse(body.GetSpan()[..length], type);
    }

    /// <summary>Which entries of a list: those passed over, and how many.</summary>
    public (int Skip, int Count) Page(V2Pagination? pagination)
    {
        var page = pagination?.Page ?? Number("page") ?? 1;
        var count = pagination?.PerPage ?? Number("per_page") ?? 20;
        return page < 1 || count is < 1 or > MaxPerPage || (page - 1L) * count > MaxSkip
            ? throw V2Exception.BadRequest(
                V2Code.InvalidRange, $"\"page\" counts from 1, \"per_page\" is 1 to {MaxPerPage:N0}, and {MaxSkip:N0} entries at most can be passed over.")
            : ((page - 1) * count, count);
    }

    private static V2Exception TooLarge => new(
        StatusCodes.Status413PayloadTooLarge, V2Code.TooLarge, $"The body is larger than {MaxBody >> 20} MiB. Send fewer pictures at a time, or their URLs.");

    private static bool Is(string type, string kind) => type.StartsWith(kind, StringComparison.OrdinalIgnoreCase);

    private int? Number(string name) => Request.Query[name] is not [{ Length: > 0 } text] ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw V2Exception.BadRequest(V2Code.InvalidRange, $"\"{name}\" must be a whole number.");

    private async Task<int> FillAsync(NativeBuffer body, CancellationToken cancellationToken)
    {
        var length = 0;
        while (await Request.Body.ReadAsync(body.Memory[length..], cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length > MaxBody)
            {
                throw TooLarge;
            }

            if (length == body.Length)
            {
                body.Grow((int)Math.Min(body.Length * 2L, MaxBody + 1L));
            }
        }

        return length;
    }

    private static T Parse<T>(Span<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        // `base64` breaks its lines, and the examples put them into a string as they are. Between tokens a space does as well.
        json.Replace((byte)'\n', (byte)' ');
        json.Replace((byte)'\r', (byte)' ');
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw Invalid(null);
        }
        catch (JsonException exception)
        {
            throw Invalid(exception.Path);
        }
        catch (InvalidOperationException)
        {
            // A string that is not valid UTF-16 once its escapes are read.
            throw Invalid(null);
        }
    }

    private static V2Exception Invalid(string? path) => V2Exception.BadRequest(
        V2Code.BadFormat,
        path is null or "$"
            ? "The body is not the JSON object that is expected here."
            : $"The body is not what is expected here: look at {PlainText.Sanitize(path)}.");
}

/// <summary>Which part of a list.</summary>
/// <param name="Page">From 1.</param>
public sealed record V2Pagination(int? Page, int? PerPage);
