using System.Diagnostics;
using System.IO.Compression;
using Magpie.Fetching;
using Magpie.Imaging;
using Magpie.Ingest;

namespace Magpie.Functions.Fetching;

/// <summary>
/// Reads a body into memory outside the collected heap, which grows with what has come and not with what was announced. The leading bytes
/// decide what it is and how large it may be, before the rest is read.
/// </summary>
/// <param name="place">What may be held; the file's from when it is fetched.</param>
/// <param name="imageBytes">Limit of an image.</param>
/// <param name="videoBytes">Limit of a video; 0 when none is wanted.</param>
internal sealed class ImageBody(FetchPlace place, long imageBytes, int videoBytes)
{
    private const int FirstBytes = 64 << 10;

    /// <summary>Bytes of an image that one array can hold, which the decoder needs.</summary>
    private readonly int _imageBytes = (int)Math.Min(imageBytes, Array.MaxLength - 1);

    /// <summary>The file, which holds the place from then on, or why there is none.</summary>
    /// <exception cref="IOException">The body broke off.</exception>
    public async Task<FetchResult> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var most = Math.Max(_imageBytes, videoBytes);

        // The HTTP client reads no more than was announced, so this much at least is true of it: there will not be more.
        var announced = content.Headers.ContentEncoding.Count == 0 ? content.Headers.ContentLength ?? long.MaxValue : long.MaxValue;
        if (announced > most && announced < long.MaxValue)
        {
            return FetchRefusals.TooLarge(most);
        }

        await using var arriving = await content.ReadAsStreamAsync(cancellationToken);
        await using var bounded = new BoundedStream(arriving, most + 1L);
        await using var body = Unpack(bounded, content.Headers.ContentEncoding);
        if (body is null)
        {
            return FetchRefusals.Packed;
        }

        place.BeginAgain();
        var bytes = new NativeBuffer(Math.Min(FirstBytes, place.Room));
        FetchResult? result = null;
        try
        {
            return result = await ReadAsync(body, bytes, announced, cancellationToken);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            return bounded.IsExceeded ? FetchRefusals.TooLarge(most) : FetchRefusals.Packed;
        }
        finally
        {
            if (result is not FetchResult.Fetched)
            {
                ((IDisposable)bytes).Dispose();
            }
        }
    }

    private async Task<FetchResult> ReadAsync(Stream body, NativeBuffer bytes, long announced, CancellationToken cancellationToken)
    {
        var head = await body.ReadAtLeastAsync(
            bytes.Memory[..Math.Min(FileTypes.SniffLength, bytes.Length)], FileTypes.SniffLength, throwOnEndOfStream: false, cancellationToken);
        if (head == 0)
        {
            return FetchRefusals.Empty;
        }

        if (FileTypes.Sniff(bytes.Memory.Span[..head]) is not { } type || (type.IsVideo() && videoBytes == 0))
        {
            return videoBytes == 0 ? FetchRefusals.NotAnImage : FetchRefusals.NotMedia;
        }

        var limit = type.IsImage() ? _imageBytes : videoBytes;
        var length = await FillAsync(body, bytes, head, (int)Math.Min(limit, announced), cancellationToken);
        return length > limit ? FetchRefusals.TooLarge(limit) : new FetchResult.Fetched(bytes, length, type, place);
    }

    /// <summary>Reads to the end, or one byte beyond the limit; answers how much there is.</summary>
    private async Task<int> FillAsync(Stream body, NativeBuffer bytes, int length, int limit, CancellationToken cancellationToken)
    {
        while (length <= limit)
        {
            if (length == bytes.Length)
            {
                await GrowAsync(bytes, limit + 1, cancellationToken);
            }

            var read = await body.ReadAsync(bytes.Memory[length..Math.Min(bytes.Length, limit + 1)], cancellationToken);
            if (read == 0)
            {
                return length;
            }

            length += read;
        }

        return length;
    }

    private async Task GrowAsync(NativeBuffer bytes, int most, CancellationToken cancellationToken)
    {
        if (bytes.Length == place.Room)
        {
            await place.EnlargeAsync(most, cancellationToken);
        }

        var enough = (int)Math.Min(2L * bytes.Length, Math.Min(place.Room, most));
        if (enough <= bytes.Length)
        {
            // A read into no room answers 0 and would pass for the end of the file.
            throw new UnreachableException($"A place of {place.Room} bytes was not made larger for a file of up to {most}.");
        }

        bytes.Grow(enough);
    }

    /// <summary>
    /// The file within a body that is compressed although that was not asked for; null when it is compressed in an unknown way or several
    /// times. What comes in is bounded like what comes out: a stream of empty blocks has no end and no content.
    /// </summary>
    private static Stream? Unpack(BoundedStream body, ICollection<string> encodings) =>
        string.Join(',', encodings).ToLowerInvariant() switch
        {
            "" or "identity" => body,
            "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            _ => null,
        };
}
