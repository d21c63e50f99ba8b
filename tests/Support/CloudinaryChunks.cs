using System.Collections.Concurrent;

namespace Magpie.Tests.Support;

/// <summary>Joins the chunks of uploads: https://cloudinary.com/documentation/upload_images#chunked_asset_upload.</summary>
internal sealed class CloudinaryChunks(string folder)
{
    /// <summary>What each chunk but the last must exceed.</summary>
    private const long SmallestChunk = 5_000_000;

    private readonly ConcurrentDictionary<string, string> _uploads = new(StringComparer.Ordinal);

    /// <summary>Appends a chunk. Null when the file is complete, otherwise what to answer.</summary>
    public async Task<CloudinaryAnswer?> AddAsync(CloudinaryCall call, CancellationToken cancellationToken)
    {
        if (call.Form.FilePath is not { } chunk)
        {
            return CloudinaryAnswer.Error(400, "Missing required parameter - file");
        }

        if (call.Range is not { } range)
        {
            return CloudinaryAnswer.Error(400, "Invalid Content-Range header");
        }

        if (range.To - range.From + 1 != call.FileBytes)
        {
            return CloudinaryAnswer.Error(400, "Content-Range does not match the size of the part");
        }

        var last = range.Total == range.To + 1;
        if (!last && call.FileBytes <= SmallestChunk)
        {
            return CloudinaryAnswer.Error(400, "All parts except EOF-chunk must be larger than 5mb");
        }

        var path = _uploads.GetOrAdd(call.UploadId!, static (_, within) => Path.Combine(within, Path.GetRandomFileName()), folder);
        await using var joined = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write);
        if (joined.Length != range.From)
        {
            return CloudinaryAnswer.Error(400, $"Expected a part that starts at {joined.Length}, got one at {range.From}");
        }

        joined.Position = range.From;
        await using (var part = File.OpenRead(chunk))
        {
            await part.CopyToAsync(joined, cancellationToken);
        }

        return last ? null : new CloudinaryAnswer(200, new { done = false, public_id = call.PublicId, bytes = range.To + 1, kind = "upload" });
    }

    /// <summary>The path of a complete file; its upload id counts no more.</summary>
    public string Take(string uploadId) => _uploads.TryRemove(uploadId, out var path) ? path : throw new InvalidOperationException("No such upload.");
}
