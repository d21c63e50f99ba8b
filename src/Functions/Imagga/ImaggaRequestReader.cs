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
    private const int MemoryThreshold = 16 << 20;
    private const int MaxParts = 80;
    private const int MaxBoundary = 128;
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Bytes of a JSON body.</summary>
    private const int MaxJson = 1 << 20;

    /// <summary>Parts and form fields that are files, or hold one in base64.</summary>
    private static readonly string[] FileNames = ["image", "image2", "image_base64", "image2_base64"];

    /// <summary>Bytes of a whole request: an image in base64, and what surrounds it.</summary>
    public long MaxBody => (limits.MaxImageBytes * 4 / 3) + (2 << 20);

    /// <summary>Reads everything; a sentence and a status when that is not possible. What was read is the caller's to dispose of, also then.</summary>
    public async Task<ImaggaAnswer?> ReadAsync(
        HttpRequest request, ImaggaParameters parameters, Dictionary<string, ReceivedFile> files, CancellationToken cancellationToken)
    {
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

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || IsJson(type))
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

    private static bool IsJson(MediaTypeHeaderValue type) => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);

    private async Task<string?> ReadFormAsync(
        HttpRequest request, ImaggaParameters parameters, Dictionary<string, ReceivedFile> files, CancellationToken cancellationToken)
    {
        var reader = new FormPipeReader(request.BodyReader) { KeyLengthLimit = 64, ValueCountLimit = ImaggaParameters.Most, ValueLengthLimit = (int)Math.Min(MaxBody, int.MaxValue / 2) };
        foreach (var (name, values) in await reader.ReadFormAsync(cancellationToken))
        {
            foreach (var value in values)
            {
                if (await AddAsync(name, value ?? "", parameters, files, cancellationToken) is { } problem)
                {
                    return problem;
                }
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

        var reader = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 16 * 1024 };
        for (var count = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; count++)
        {
            if (count == MaxParts)
            {
                return $"The form has more than {MaxParts} parts.";
            }

            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
                && await ReadPartAsync(HeaderUtilities.RemoveQuotes(disposition.Name).ToString(), section.Body, parameters, files, cancellationToken) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private async Task<string?> ReadPartAsync(
        string name, Stream body, ImaggaParameters parameters, Dictionary<string, ReceivedFile> files, CancellationToken cancellationToken)
    {
        if (!FileNames.Contains(name, StringComparer.Ordinal))
        {
            var value = new byte[ImaggaParameters.MaxLength + 1];
            var length = await body.ReadAtLeastAsync(value, value.Length, throwOnEndOfStream: false, cancellationToken);
            return parameters.Add(name, Encoding.UTF8.GetString(value, 0, length));
        }

        if (Begin(name, files) is not { } file)
        {
            return $"\"{name}\" comes twice.";
        }

        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (await body.ReadAsync(chunk, cancellationToken) is > 0 and var read)
            {
                if (file.Bytes + read > LimitOf(name))
                {
                    return TooLarge;
                }

                await file.AppendAsync(chunk.AsMemory(0, read), cancellationToken);
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private async Task<string?> AddAsync(
        string name, string value, ImaggaParameters parameters, Dictionary<string, ReceivedFile> files, CancellationToken cancellationToken)
    {
        if (!name.EndsWith("_base64", StringComparison.Ordinal) || !FileNames.Contains(name, StringComparer.Ordinal))
        {
            return parameters.Add(name, value);
        }

        if (value.Length > LimitOf(name))
        {
            return TooLarge;
        }

        if (Begin(name, files) is not { } file)
        {
            return $"\"{name}\" comes twice.";
        }

        // A plus sign that was not escaped came through a form as a space.
        await file.AppendAsync(Encoding.ASCII.GetBytes(value.Replace(' ', '+')), cancellationToken);
        return null;
    }

    private ReceivedFile? Begin(string name, Dictionary<string, ReceivedFile> files)
    {
        if (files.ContainsKey(name))
        {
            return null;
        }

        return files[name] = new ReceivedFile(folder.Path, MemoryThreshold, null);
    }

    private long LimitOf(string name) => name.EndsWith("_base64", StringComparison.Ordinal) ? (limits.MaxImageBytes * 4 / 3) + 64 : limits.MaxImageBytes;

    private string TooLarge => $"The image is larger than {limits.MaxImageBytes >> 20} MB. Send a smaller one; 300 pixels on the shortest side are enough.";
}
