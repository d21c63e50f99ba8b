using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Magpie.Functions.Http;
using Magpie.Functions.Multipart;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Magpie.Functions.Clarifai.V1;

/// <summary>Reads what is to be tagged: from the query, a form, or a multipart form whose files are kept as they come.</summary>
internal sealed class V1TagReader(TemporaryFolder folder)
{
    /// <summary>Bytes of a request with files.</summary>
    public const long MaxBody = 128L << 20;

    /// <summary>Bytes of a file from which on it goes through a temporary file.</summary>
    private const int MemoryThreshold = 8 << 20;

    /// <summary>Bytes of one parameter of a multipart form.</summary>
    private const int MaxField = 4096;

    private const int MaxParts = (V1TagRequest.MaxItems * 3) + 8;
    private const int ChunkBytes = 64 * 1024;

    private static readonly FormOptions FormLimits = new() { ValueCountLimit = MaxParts, ValueLengthLimit = 1 << 20, KeyLengthLimit = 64, BufferBodyLengthLimit = 1 << 20 };

    /// <summary>The request, to be disposed of; or the problem.</summary>
    public async Task<(V1TagRequest? Request, Problem? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var read = new V1TagRequest();
        var isTaken = false;
        try
        {
            var error = request.Query.SelectMany(pair => pair.Value, (pair, value) => read.Add(pair.Key, value ?? "")).FirstOrDefault(error => error is not null)
                ?? (HttpMethods.IsPost(request.Method) ? await ReadBodyAsync(request, read, cancellationToken) : null)
                ?? (read.Items.Count == 0 ? "Nothing to tag. Send \"url\", once or several times, or files as \"encoded_data\" of a multipart form." : null);
            isTaken = error is null;
            return isTaken ? (read, null) : (null, Problems.BadRequest("bad-request", error!));
        }
        catch (InvalidDataException)
        {
            return (null, Problems.BadRequest("bad-request", "The form cannot be read: it is malformed, or a part of it is too long."));
        }
        catch (NoRoomException)
        {
            return (null, Problems.StorageUnavailable with { Detail = "There is no room for large files just now. Try again later, or send smaller ones." });
        }
        finally
        {
            if (!isTaken)
            {
                await read.DisposeAsync();
            }
        }
    }

    private async Task<string?> ReadBodyAsync(HttpRequest request, V1TagRequest read, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
        {
            return null;
        }

        if (type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            var form = await request.ReadFormAsync(FormLimits, cancellationToken);
            return form.SelectMany(pair => pair.Value, (pair, value) => read.Add(pair.Key, value ?? "")).FirstOrDefault(error => error is not null);
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (!type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) || boundary.Length is 0 or > 70)
        {
            return "Send parameters in the query or in a form; files as \"encoded_data\" of a multipart form.";
        }

        var reader = new MultipartReader(boundary, request.Body);
        var parts = 0;
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (++parts > MaxParts)
            {
                return "The form has too many parts.";
            }

            if (await ReadPartAsync(section, read, cancellationToken) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private async Task<string?> ReadPartAsync(MultipartSection section, V1TagRequest read, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
        {
            return null;
        }

        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        if (name is not ("encoded_data" or "encoded_image"))
        {
            var field = new byte[MaxField + 1];
            var length = await section.Body.ReadAtLeastAsync(field, field.Length, throwOnEndOfStream: false, cancellationToken);
            return length > MaxField ? "A parameter is too long." : read.Add(name, Encoding.UTF8.GetString(field, 0, length));
        }

        if (read.Items.Count == V1TagRequest.MaxItems)
        {
            return $"At most {V1TagRequest.MaxItems} images or videos are tagged at once.";
        }

        var file = new ReceivedFile(folder.Path, MemoryThreshold, null);
        read.Items.Add(new V1Item(null, file));
        await CopyAsync(section.Body, file, cancellationToken);
        if (!disposition.IsFileDisposition() && Decode(file) is { } bytes)
        {
            // A field that is no file may hold the file as base64.
            await file.DisposeAsync();
            var decoded = new ReceivedFile(folder.Path, MemoryThreshold, bytes.Length);
            read.Items[^1] = new V1Item(null, decoded);
            await decoded.AppendAsync(bytes, cancellationToken);
        }

        return null;
    }

    private static async Task CopyAsync(Stream body, ReceivedFile file, CancellationToken cancellationToken)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (await body.ReadAsync(chunk, cancellationToken) is > 0 and var read)
            {
                await file.AppendAsync(chunk.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static byte[]? Decode(ReceivedFile file)
    {
        if (file.Content is not { } content)
        {
            return null;
        }

        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(content.Length)];
        return Base64.DecodeFromUtf8(content.Span, bytes, out _, out var length) == OperationStatus.Done ? bytes[..length] : null;
    }
}
