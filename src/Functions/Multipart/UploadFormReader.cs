using System.Buffers;
using System.Text;
using Magpie.Imaging;
using Magpie.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Magpie.Functions.Multipart;

/// <summary>Reads the Go service's form part by part, as it comes: nothing of it is held but the file and short fields.</summary>
internal sealed class UploadFormReader(UploadOptions limits, MultipartOptions options, TemporaryFolder folder)
{
    private const int MaxParts = 64;
    private const int MaxFieldBytes = 64 * 1024;
    private const int MaxBoundary = 128;
    private const int ChunkBytes = 64 * 1024;

    /// <summary>What the Go service takes; its media types are the canonical ones and <c>image/jpg</c>.</summary>
    private static readonly FileType[] Accepted =
    [
        FileType.Jpeg, FileType.Png, FileType.Gif, FileType.WebP,
        FileType.Mp4, FileType.Mpeg, FileType.QuickTime, FileType.Avi, FileType.WebM, FileType.Matroska,
    ];

    /// <summary>The form, or why it cannot be taken; with an error, or thrown at, nothing of the file is left.</summary>
    /// <param name="place">Gives its memory back once the file has gone to disk.</param>
    /// <exception cref="NoRoomException">A temporary file cannot be written.</exception>
    /// <exception cref="BadHttpRequestException">The server refuses the body.</exception>
    public async Task<(UploadForm? Form, FormError? Error)> ReadAsync(HttpRequest request, UploadPlace place, CancellationToken cancellationToken)
    {
        if (Boundary(request.ContentType) is not { } boundary)
        {
            return (null, FormError.NoFile);
        }

        var reader = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 16 * 1024 };
        var parts = new Parts();
        var isTaken = false;
        try
        {
            for (var count = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; count++)
            {
                if (count == MaxParts)
                {
                    return (null, FormError.Malformed);
                }

                if (await ReadPartAsync(section, parts, request.ContentLength, place, cancellationToken) is { } error)
                {
                    return (null, error);
                }
            }

            if (parts is not { File: { Bytes: > 0 } file, Type: { } type })
            {
                return (null, FormError.NoFile);
            }

            isTaken = true;
            return (new UploadForm(file, type, parts.Name, parts.Title, parts.Tags), null);
        }
        catch (Exception exception) when (exception is InvalidDataException
            || (exception is IOException and not BadHttpRequestException && !cancellationToken.IsCancellationRequested))
        {
            // Headers that are none, or an end before the last boundary.
            return (null, FormError.Malformed);
        }
        finally
        {
            if (!isTaken && parts.File is { } file)
            {
                await file.DisposeAsync();
            }
        }
    }

    private async Task<FormError?> ReadPartAsync(
        MultipartSection section, Parts parts, long? expected, UploadPlace place, CancellationToken cancellationToken)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
        {
            return null;
        }

        var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        switch (name)
        {
            case "file" when parts.File is null && disposition.IsFileDisposition():
                parts.Name = FileName(disposition);
                parts.File = new ReceivedFile(folder.Path, options.MemoryThreshold, expected);
                return await ReadFileAsync(section, parts, place, cancellationToken);
            case "title" or "tags" or "tags[]":
                if (await ReadFieldAsync(section, cancellationToken) is not { } text)
                {
                    return FormError.Malformed;
                }

                parts.Title = name == "title" ? text : parts.Title;
                parts.Tags.AddRange(name == "title" ? [] : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
                return null;
            default:
                return null;
        }
    }

    private async Task<FormError?> ReadFileAsync(MultipartSection section, Parts parts, UploadPlace place, CancellationToken cancellationToken)
    {
        var file = parts.File!;
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            // As much as tells the type comes first: a wrong one is refused before the rest is read.
            var read = await section.Body.ReadAtLeastAsync(chunk, FileTypes.SniffLength, throwOnEndOfStream: false, cancellationToken);
            if (read == 0)
            {
                return FormError.NoFile;
            }

            if (FileTypes.Sniff(chunk.AsSpan(0, read)) is not { } type || !Accepted.Contains(type)
                || !type.Agrees(section.ContentType, Path.GetExtension(parts.Name)))
            {
                return FormError.InvalidType;
            }

            parts.Type = type;
            var limit = type.IsImage() ? limits.MaxImageBytes : limits.MaxVideoBytes;
            for (; read > 0; read = await section.Body.ReadAsync(chunk, cancellationToken))
            {
                if (file.Bytes + read > limit)
                {
                    return FormError.TooLarge(limit);
                }

                await file.AppendAsync(chunk.AsMemory(0, read), cancellationToken);
                if (file.IsOnDisk)
                {
                    place.ReleaseMemory();
                }
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static async Task<string?> ReadFieldAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(MaxFieldBytes + 1);
        try
        {
            var read = await section.Body.ReadAtLeastAsync(
                bytes.AsMemory(0, MaxFieldBytes + 1), MaxFieldBytes + 1, throwOnEndOfStream: false, cancellationToken);
            return read > MaxFieldBytes ? null : Encoding.UTF8.GetString(bytes, 0, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static string? Boundary(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= MaxBoundary ? boundary : null;
    }

    /// <summary>The last part of whatever path the client sent; what is left of a name that is none is replaced.</summary>
    private static string FileName(ContentDispositionHeaderValue disposition)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
        name = name[(name.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        return string.IsNullOrWhiteSpace(name) ? "upload" : name;
    }

    private sealed class Parts
    {
        public ReceivedFile? File { get; set; }

        public FileType? Type { get; set; }

        public string Name { get; set; } = "";

        public string? Title { get; set; }

        public List<string> Tags { get; } = [];
    }
}
