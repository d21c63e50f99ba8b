using System.Net;
using System.Text;
using Magpie.Imaging;
using Microsoft.Win32.SafeHandles;

namespace Magpie.Cli.Upload;

/// <summary>
/// Puts files into storage: a small one in one request, a large one in blocks, several at once, leaving out those that storage has from an
/// earlier run. The three requests are plain HTTP against the address that the service signed (Put Blob, Put Block, Put Block List).
/// </summary>
internal sealed class BlobSender(HttpClient storage, Retries retries, Journal journal, int concurrency) : IDisposable
{
    /// <summary>Bytes of a block, and of the largest file that is sent in one request. It must not change: blocks of earlier runs are counted on.</summary>
    public const int BlockBytes = 8 * 1024 * 1024;

    /// <summary>Addresses that storage may refuse one after the other.</summary>
    private const int MaxRefusals = 3;

    // Over all files: what limits requests that send bytes.
    private readonly SemaphoreSlim _turns = new(concurrency);

    /// <summary>Sends the file.</summary>
    /// <exception cref="PlaceGoneException">The asset does not wait for bytes any more.</exception>
    /// <exception cref="FileChangedException">The file is not what it was.</exception>
    /// <exception cref="PassingException">Storage does not take it.</exception>
    public async Task SendAsync(Place place, FileProgress progress, CancellationToken cancellationToken)
    {
        using var handle = Open(place.File.File.Path);
        if (place.File.File.Bytes <= BlockBytes)
        {
            await InTurnAsync(place, answer => Put(answer, ""), () => new Part(handle, 0, place.File.File.Bytes), progress, cancellationToken);
            return;
        }

        await SendBlocksAsync(place, handle, progress, cancellationToken);
        if (!place.File.File.IsUnchanged())
        {
            throw new FileChangedException("it changed while it was sent");
        }

        if (!await CommitAsync(place, cancellationToken))
        {
            // Storage keeps blocks for a week; what was counted on is gone. Once more, all of them.
            journal.Forget(place.File.Sha256);
            journal.Reserved(place.File.Sha256, place.Id);
            progress.Restart();
            await SendBlocksAsync(place, handle, progress, cancellationToken);
            if (!await CommitAsync(place, cancellationToken))
            {
                throw new PassingException("storage does not keep its blocks", isOutage: false);
            }
        }
    }

    public void Dispose() => _turns.Dispose();

    private static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FileChangedException("it cannot be read any more");
        }
    }

    private async Task SendBlocksAsync(Place place, SafeFileHandle handle, FileProgress progress, CancellationToken cancellationToken)
    {
        var (sha256, bytes) = (place.File.Sha256, place.File.File.Bytes);
        var staged = journal.BlocksOf(sha256, place.Id);
        foreach (var block in staged.Where(block => block < Blocks(bytes)))
        {
            progress.Found(LengthOf(block, bytes));
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, Blocks(bytes)).Where(block => !staged.Contains(block)), options, async (block, token) =>
        {
            await InTurnAsync(
                place,
                answer => Put(answer, $"&comp=block&blockid={Uri.EscapeDataString(BlockId(block))}"),
                () => new Part(handle, (long)block * BlockBytes, LengthOf(block, bytes)),
                progress,
                token);
            journal.Staged(sha256, place.Id, block);
        });
    }

    /// <summary>False when storage misses a block.</summary>
    private async Task<bool> CommitAsync(Place place, CancellationToken cancellationToken)
    {
        var list = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        for (var block = 0; block < Blocks(place.File.File.Bytes); block++)
        {
            list.Append("<Latest>").Append(BlockId(block)).Append("</Latest>");
        }

        var body = list.Append("</BlockList>").ToString();
        return await ExchangeAsync(
            place,
            (answer, _) =>
            {
                var request = Put(answer, "&comp=blocklist");
                request.Headers.Add("x-ms-blob-content-type", place.File.Type.MediaType());
                request.Content = new StringContent(body, Encoding.UTF8, "application/xml");
                return request;
            },
            static () => { },
            cancellationToken);
    }

    private async Task InTurnAsync(
        Place place, Func<PlaceAnswer, HttpRequestMessage> create, Func<Part> part, FileProgress progress, CancellationToken cancellationToken)
    {
        FileSlice? slice = null;
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var whole = await ExchangeAsync(
                place,
                (answer, silence) =>
                {
                    var (handle, offset, length) = part();
                    slice = new FileSlice(handle, offset, length, progress, silence);
                    var request = create(answer);
                    request.Content = slice;
                    if (length == place.File.File.Bytes)
                    {
                        AddHeaders(request, answer);
                    }

                    return request;
                },
                () => slice?.Unsend(),
                cancellationToken);
            if (!whole)
            {
                throw new PassingException("storage refuses its bytes", isOutage: false);
            }
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>One request until storage takes it, with as many addresses as that needs; false when it says the request is wrong.</summary>
    private async Task<bool> ExchangeAsync(
        Place place, Func<PlaceAnswer, CancellationTokenSource, HttpRequestMessage> create, Action failed, CancellationToken cancellationToken)
    {
        PlaceAnswer? refused = null;
        for (var refusals = 0; refusals < MaxRefusals; refusals++)
        {
            var answer = await place.OpenAsync(refused, cancellationToken);
            var status = await retries.RunAsync(
                async token =>
                {
                    using var silence = CancellationTokenSource.CreateLinkedTokenSource(token);
                    using var request = create(answer, silence);
                    try
                    {
                        using var response = await Wire.SendAsync(storage, request, silence, token);
                        return response.StatusCode;
                    }
                    catch
                    {
                        failed();
                        throw;
                    }
                },
                cancellationToken);
            if (status == HttpStatusCode.Created)
            {
                return true;
            }

            failed();
            if (status == HttpStatusCode.BadRequest)
            {
                return false;
            }

            // 403: the address has ended, or the clock of one of us is off. 404, 409: what was there is gone.
            refused = answer;
        }

        throw new PassingException(
            $"storage at {refused!.UploadUrl!.Authority} refuses the addresses that the service signs; is the clock of the service right?", isOutage: false);
    }

    /// <summary>Those the service asks for: they are Put Blob's.</summary>
    private static void AddHeaders(HttpRequestMessage request, PlaceAnswer answer)
    {
        foreach (var (name, value) in answer.Headers ?? [])
        {
            _ = request.Headers.TryAddWithoutValidation(name, value) || request.Content!.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static HttpRequestMessage Put(PlaceAnswer answer, string query) => new(HttpMethod.Put, new Uri(answer.UploadUrl!.AbsoluteUri + query));

    private static int Blocks(long bytes) => (int)((bytes + BlockBytes - 1) / BlockBytes);

    private static long LengthOf(int block, long bytes) => Math.Min(BlockBytes, bytes - ((long)block * BlockBytes));

    /// <summary>The same in every run, and of one length.</summary>
    private static string BlockId(int block) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"{block:d6}"));

    private sealed record Part(SafeFileHandle Handle, long Offset, long Length);
}
