using Magpie.Fetching;
using Magpie.Functions.Multipart;
using Magpie.Ingest;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Imagga;

/// <summary>The images of a call, by which of four ways each was given. Owns the files that came with the request.</summary>
/// <param name="files">Decoded, by name of the part: <c>image</c>, <c>image2</c>, <c>image_base64</c>, …</param>
/// <param name="memory">Bounds what is read back whole, from storage or from a temporary file, whatever the number of requests.</param>
internal sealed class ImaggaImages(
    string account, ImaggaParameters parameters, IReadOnlyDictionary<string, ReceivedFile> files, IImageFetcher fetcher, UploadStore uploads, ByteBudget memory)
    : IAsyncDisposable
{
    private const string Expected =
        "Send exactly one image: \"image_url\", \"image_upload_id\", or, in a POST, \"image\" (a file) or \"image_base64\".";

    private readonly List<IDisposable> _fetched = [];

    /// <summary>Images that something was seen in so far.</summary>
    public int Seen { get; private set; }

    /// <summary>In how many ways an image is given; exactly one is right.</summary>
    /// <param name="suffix">Empty, or <c>2</c> for the second of two.</param>
    public int Given(string suffix) =>
        new[] { $"image{suffix}_url", $"image{suffix}_upload_id" }.Count(name => parameters.Text(name) is not null)
        + new[] { $"image{suffix}", $"image{suffix}_base64" }.Count(files.ContainsKey);

    /// <summary>What to send where there is no image, or more than one; null where there is one.</summary>
    public ImaggaAnswer? ProblemOf(string suffix) => Given(suffix) == 1 ? null
        : ImaggaAnswer.BadRequest(suffix.Length == 0 ? Expected : Expected.Replace("image", "image" + suffix, StringComparison.Ordinal));

    /// <summary>Keeps that something was seen in an image, for which its owner is counted even if nobody is there to hear of it.</summary>
    public void See() => Seen++;

    /// <summary>The file of an image, to be disposed of before another is read; or why there is none.</summary>
    /// <param name="suffix">Empty, or <c>2</c> for the second of two.</param>
    public async Task<(ImaggaFile? File, ImaggaAnswer? Error)> ReadAsync(string suffix, CancellationToken cancellationToken)
    {
        var (url, upload) = (parameters.Text($"image{suffix}_url"), parameters.Text($"image{suffix}_upload_id"));
        var (file, base64) = (files.GetValueOrDefault($"image{suffix}"), files.GetValueOrDefault($"image{suffix}_base64"));
        if (ProblemOf(suffix) is { } problem)
        {
            return (null, problem);
        }

        return url is not null ? await FetchAsync(url, cancellationToken)
            : upload is not null ? await LoadAsync(upload, cancellationToken)
            : await ContentAsync((file ?? base64)!, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _fetched.ForEach(static fetched => fetched.Dispose());
        foreach (var file in files.Values)
        {
            await file.DisposeAsync();
        }
    }

    private async Task<(ImaggaFile? File, ImaggaAnswer? Error)> FetchAsync(string url, CancellationToken cancellationToken)
    {
        var result = await fetcher.FetchAsync(url, cancellationToken);
        _fetched.Add(result);
        return result switch
        {
            FetchResult.Fetched fetched => (new(fetched.Content), null),
            FetchResult.Refused { Code: FetchCodes.Busy } busy => (
                null, ImaggaAnswer.Of(new(StatusCodes.Status503ServiceUnavailable, busy.Code, busy.Message) { RetryAfter = TimeSpan.FromSeconds(2) })),
            FetchResult.Refused refused => (null, ImaggaAnswer.BadRequest(refused.Message)),
            _ => throw new InvalidOperationException("A fetch ends with a file or with a reason."),
        };
    }

    private async Task<(ImaggaFile? File, ImaggaAnswer? Error)> LoadAsync(string id, CancellationToken cancellationToken) =>
        await uploads.FindAsync(account, id, memory, cancellationToken) switch
        {
            FoundUpload.Content content => (content.File, null),
            FoundUpload.Expired => (null, ImaggaAnswer.Error(
                StatusCodes.Status410Gone, "The upload is not kept any more: uploads are kept for 24 hours. Send the file to /uploads again.")),
            _ => (null, ImaggaAnswer.Error(StatusCodes.Status404NotFound, "There is no upload of this id. Send the file to /uploads first.")),
        };

    private async Task<(ImaggaFile? File, ImaggaAnswer? Error)> ContentAsync(ReceivedFile file, CancellationToken cancellationToken) =>
        (file.Content is { } content ? new(content) : await ReadAllAsync(file, cancellationToken), null);

    private async Task<ImaggaFile> ReadAllAsync(ReceivedFile file, CancellationToken cancellationToken)
    {
        var share = await memory.TakeAsync(file.Bytes, cancellationToken);
        try
        {
            var content = new byte[file.Bytes];
            await using var stream = await file.OpenReadAsync(cancellationToken);
            await stream.ReadExactlyAsync(content, cancellationToken);
            return new(content, share);
        }
        catch
        {
            share.Dispose();
            throw;
        }
    }
}
