using System.Buffers;
using System.Text;
using Magpie.Functions.Multipart;
using Magpie.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Magpie.Functions.Imagga;

/// <summary>Reads parameters and files from query, form, multipart form or JSON body; nothing of a file is held in memory beyond a limit.</summary>
internal sealed class ImaggaRequestReader(UploadOptions limits, TemporaryFolder folder)
{
    /// <summary>Bytes of a file from which on it goes through a temporary file.</summary>
    public const int MemoryThreshold = 16 << 20;

    private const int MaxParts = 80;
    private const int MaxBoundary = 128;
    private const int MaxName = 64;

    /// <summary>Bytes that are looked through for the end of a part, and handed on, at a time.</summary>
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Bytes of a JSON body.</summary>
    private const int MaxJson = 1 << 20;

    /// <summary>Parts and form fields that are files, or hold one in base64.</summary>
    private static readonly string[] FileNames = ["image", "image2", "image_base64", "image2_base64"];

    /// <summary>Bytes of a whole request: an image in base64, in lines or with its signs escaped, and what surrounds it.</summary>
    public long MaxBody => (limits.MaxImageBytes * 3 / 2) + (2 << 20);

    /// <summary>Reads everything; a sentence and a status when that is not possible. What was read is the caller's to dispose of, also then.</summary>
    public async Task<ImaggaAnswer?> ReadAsync(
        HttpRequest request, ImaggaParameters parameters, Dictionary<string, ReceivedFile> files, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBody)
        {
            return ImaggaAnswer.BadRequest(TooLarge);
        }

        foreach (var (name, values) in request.Query)
        {
            foreach (var value in values)
            {
                if (await AddAsync(name, value ?? "", parameters, files, cancellationToken) is { } problem)
                {
                    return ImaggaAnswer.BadRequest(problem);
                }
            }
        }

        if (TypeOf(request) is not { } type || IsJson(type))
        {
            return null;
        }

        try
        {
            var problem = type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
                ? await ReadFormAsync(request, parameters, files, cancellationToken)
                : type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
                    ? await ReadPartsAsync(request, type, parameters, files, cancellationToken)
                    : "Send parameters in the query, in a form, or in a multipart form.";
            return problem is null ? null : ImaggaAnswer.BadRequest(problem);
        }
        catch (Exception exception) when (exception is InvalidDataException
            || (exception is IOException and not BadHttpRequestException && !cancellationToken.IsCancellationRequested))
        {
            return ImaggaAnswer.BadRequest("The form cannot be read: it is malformed, or a part of it is too long.");
        }
    }

    /// <summary>The JSON body; empty when there is none, null when it is too large.</summary>
    public static async Task<byte[]?> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsJson(type))
        {
            return [];
        }

        var buffer = new byte[(int)Math.Min(request.ContentLength ?? MaxJson, MaxJson) + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > MaxJson || length == buffer.Length ? null : buffer[..length];
    }

    /// <summary>The type of the body; null for none. The vendor's snippets for Java send <c>boundary=Image Upload</c>, which needs quotes that are put in here.</summary>
    private static MediaTypeHeaderValue? TypeOf(HttpRequest request)
    {
        const string Boundary = "boundary=";
        var header = request.ContentType ?? "";
        if (MediaTypeHeaderValue.TryParse(header, out var type))
        {
            return type;
        }

        var at = header.IndexOf(Boundary, StringComparison.OrdinalIgnoreCase) + Boundary.Length;
        return at > Boundary.Length && MediaTypeHeaderValue.TryParse($"{header[..at]}\"{header[at..].Trim()}\"", out type) ? type : null;
    }

    private static bool IsJson(MediaTypeHeaderValue type) => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);

    private async Task<string?> ReadFormAsync(
        HttpRequest request, ImaggaParameters parameters, Dictionary<string, ReceivedFile> files, CancellationToken cancellationToken)
    {
        using var form = new UrlEncodedForm(request.Body, MaxName);
        for (var count = 0; await form.NextAsync(cancellationToken) is { } name; count++)
        {
            if (count == MaxParts)
            {
                return TooMany;
            }

            var isFile = IsBase64(name);
            if (await ReadFieldAsync(name, isFile, (to, token) => form.ReadAsync(to, !isFile, token), parameters, files, cancellationToken) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private async Task<string?> ReadPartsAsync(
        HttpRequest request, MediaTypeHeaderValue type, ImaggaParameters parameters, Dictionary<string, ReceivedFile> files, CancellationToken cancellationToken)
    {
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > MaxBoundary)
        {
            return "The multipart form has no boundary.";
        }

        using var body = new ClosedMultipart(request.Body, boundary);
        var reader = new MultipartReader(boundary, body, ChunkBytes) { HeadersCountLimit = 16, HeadersLengthLimit = 16 * 1024 };
        for (var count = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; count++)
        {
            if (count == MaxParts)
            {
                return TooMany;
            }

            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                && HeaderUtilities.RemoveQuotes(disposition.Name).ToString() is var name
                && await ReadFieldAsync(name, FileNames.Contains(name, StringComparer.Ordinal), section.Body.ReadAsync, parameters, files, cancellationToken) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>Reads one field, wherever it comes from: a file as it comes, anything else as far as a parameter may go.</summary>
    private async Task<string?> ReadFieldAsync(
        string name,
        bool isFile,
        Func<Memory<byte>, CancellationToken, ValueTask<int>> readAsync,
        ImaggaParameters parameters,
        Dictionary<string, ReceivedFile> files,
        CancellationToken cancellationToken)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            if (isFile)
            {
                return await ReadFileAsync(name, chunk, readAsync, files, cancellationToken);
            }

            var length = 0;
            while (length <= ImaggaParameters.MaxLength
                && await readAsync(chunk.AsMemory(length, ImaggaParameters.MaxLength + 1 - length), cancellationToken) is > 0 and var read)
            {
                length += read;
            }

            return parameters.Add(name, Encoding.UTF8.GetString(chunk, 0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private async Task<string?> ReadFileAsync(
        string name, byte[] chunk, Func<Memory<byte>, CancellationToken, ValueTask<int>> readAsync, Dictionary<string, ReceivedFile> files, CancellationToken cancellationToken)
    {
        if (files.ContainsKey(name))
        {
            return $"\"{name}\" comes twice.";
        }

        var file = files[name] = new ReceivedFile(folder.Path, MemoryThreshold, null);
        var base64 = IsBase64(name) ? new Base64File(file) : null;
        while (await readAsync(chunk.AsMemory(0, ChunkBytes), cancellationToken) is > 0 and var read)
        {
            if (base64 is null)
            {
                await file.AppendAsync(chunk.AsMemory(0, read), cancellationToken);
            }
            else if (!await base64.AppendAsync(chunk.AsMemory(0, read), cancellationToken))
            {
                return NoBase64(name);
            }

            if (file.Bytes > limits.MaxImageBytes)
            {
                return TooLarge;
            }
        }

        return base64 is not null && !await base64.EndAsync(cancellationToken) ? NoBase64(name)
            : file.Bytes > limits.MaxImageBytes ? TooLarge
            : null;
    }

    /// <summary>From the query, where a plus sign that was not escaped came through as a space.</summary>
    private Task<string?> AddAsync(
        string name, string value, ImaggaParameters parameters, Dictionary<string, ReceivedFile> files, CancellationToken cancellationToken)
    {
        if (!IsBase64(name))
        {
            return Task.FromResult(parameters.Add(name, value));
        }

        var encoded = new MemoryStream(Encoding.ASCII.GetBytes(value.Replace(' ', '+')));
        return ReadFieldAsync(name, isFile: true, encoded.ReadAsync, parameters, files, cancellationToken);
    }

    private static bool IsBase64(string name) => name is "image_base64" or "image2_base64";

    private static string NoBase64(string name) => $"\"{name}\" must be a whole file in base64 (RFC 4648, section 4).";

    private string TooLarge => $"The file is larger than {limits.MaxImageBytes / 1_000_000} MB. Send a smaller one: of an image 300 pixels on the shortest side are enough, of a video a shorter part.";

    private static string TooMany => $"The form has more than {MaxParts} parts.";
}
