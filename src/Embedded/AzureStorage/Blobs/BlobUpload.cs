using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Azure.Storage.Blobs;

/// <summary>
/// An upload: one Put Blob when it is small enough, else blocks in parallel and a commit. It holds at most concurrency × block size of the
/// content, however long the content is.
/// </summary>
internal sealed class BlobUpload
{
    /// <summary>One request up to here unless asked otherwise; as the vendor's library.</summary>
    private const long DefaultInitialBytes = 256L * 1024 * 1024;

    private const int SmallBlockBytes = 4 * 1024 * 1024;
    private const int LargeBlockBytes = 8 * 1024 * 1024;

    /// <summary>Content from this length on is cut into the larger blocks.</summary>
    private const long LargeContentBytes = 100L * 1024 * 1024;

    private const int DefaultConcurrency = 5;

    /// <summary>Most blocks of a blob, by the service's rules.</summary>
    private const int MaxBlocks = 50_000;

    private readonly BlobClient _blob;
    private readonly Stream _content;
    private readonly BlobUploadOptions _options;
    private readonly int _blockBytes;
    private readonly List<string> _blockIds = [];
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(16);
    private long _sent;

    private BlobUpload(BlobClient blob, Stream content, BlobUploadOptions options, int blockBytes) =>
        (_blob, _content, _options, _blockBytes) = (blob, content, options, blockBytes);

    public static Task<Response<BlobContentInfo>> RunAsync(
        BlobClient blob, BinaryData content, BlobUploadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var memory = content.ToMemory();
        return memory.Length <= InitialBytes(options)
            ? PutAsync(blob, RequestContent.Create(content), memory.Length, options, cancellationToken)
            : RunAsync(blob, content.ToStream(), options, cancellationToken);
    }

    public static async Task<Response<BlobContentInfo>> RunAsync(
        BlobClient blob, Stream content, BlobUploadOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!content.CanSeek)
        {
            return await new BlobUpload(blob, content, options, BlockBytes(options, length: null)).InBlocksAsync(cancellationToken).ConfigureAwait(false);
        }

        var length = content.Length - content.Position;
        if (length <= InitialBytes(options))
        {
            return await PutAsync(blob, RequestContent.Create(content), length, options, cancellationToken).ConfigureAwait(false);
        }

        return await new BlobUpload(blob, content, options, BlockBytes(options, length)).InBlocksAsync(cancellationToken).ConfigureAwait(false);
    }

    private static long InitialBytes(BlobUploadOptions options) => options.TransferOptions.InitialTransferSize ?? DefaultInitialBytes;

    private static int BlockBytes(BlobUploadOptions options, long? length)
    {
        var least = ((length ?? 0) + MaxBlocks - 1) / MaxBlocks;
        var asked = options.TransferOptions.MaximumTransferSize ?? (length >= LargeContentBytes ? LargeBlockBytes : SmallBlockBytes);
        return (int)Math.Clamp(Math.Max(asked, least), 1, Array.MaxLength);
    }

    private static async Task<Response<BlobContentInfo>> PutAsync(
        BlobClient blob, RequestContent content, long length, BlobUploadOptions options, CancellationToken cancellationToken)
    {
        var response = await BlockBlobRequests.PutBlobAsync(blob, content, options, cancellationToken).ConfigureAwait(false);
        options.ProgressHandler?.Report(length);
        return response;
    }

    private async Task<Response<BlobContentInfo>> InBlocksAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task>(_options.TransferOptions.MaximumConcurrency ?? DefaultConcurrency);
        var most = Math.Max(1, _options.TransferOptions.MaximumConcurrency ?? DefaultConcurrency);
        try
        {
            while (true)
            {
                var buffer = ArrayPool<byte>.Shared.Rent(_blockBytes);
                var read = await _content.ReadAtLeastAsync(buffer.AsMemory(0, _blockBytes), _blockBytes, throwOnEndOfStream: false, stop.Token)
                    .ConfigureAwait(false);
                if (_blockIds.Count == 0 && read < _blockBytes)
                {
                    return await PutAsync(_blob, RequestContent.Create(buffer.AsMemory(0, read)), read, _options, stop.Token).ConfigureAwait(false);
                }

                if (read == 0)
                {
                    break;
                }

                running.Add(StageAsync(buffer, read, stop.Token));
                if (running.Count == most)
                {
                    var done = await Task.WhenAny(running).ConfigureAwait(false);
                    running.Remove(done);
                    await done.ConfigureAwait(false);
                }
            }

            await Task.WhenAll(running).ConfigureAwait(false);
        }
        catch
        {
            // The others must not read a stream or fill memory that nobody waits for.
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task StageAsync(byte[] buffer, int length, CancellationToken cancellationToken)
    {
        if (_blockIds.Count == MaxBlocks)
        {
            throw new InvalidOperationException($"The content has more than {MaxBlocks} blocks; raise MaximumTransferSize.");
        }

        var id = BlockId(_blockIds.Count);
        _blockIds.Add(id);
        await BlockBlobRequests.PutBlockAsync(
            _blob, id, RequestContent.Create(buffer.AsMemory(0, length)), _options.Conditions?.LeaseId, cancellationToken).ConfigureAwait(false);

        // Only now: a request that failed or was cancelled may still be reading its buffer.
        ArrayPool<byte>.Shared.Return(buffer);
        _options.ProgressHandler?.Report(Interlocked.Add(ref _sent, length));
    }

    /// <summary>48 bytes as the vendor's, salted, so that two uploads at once to one blob cannot mix their blocks.</summary>
    private string BlockId(int index)
    {
        Span<byte> id = stackalloc byte[48];
        id.Clear();
        BinaryPrimitives.WriteInt64BigEndian(id, index);
        _salt.CopyTo(id[8..]);
        return Convert.ToBase64String(id);
    }

    private Task<Response<BlobContentInfo>> CommitAsync(CancellationToken cancellationToken)
    {
        var options = new CommitBlockListOptions
        {
            HttpHeaders = _options.HttpHeaders,
            Metadata = _options.Metadata,
            Tags = _options.Tags,
            Conditions = _options.Conditions,
            AccessTier = _options.AccessTier,
        };
        return BlockBlobRequests.PutBlockListAsync(_blob, _blockIds, options, cancellationToken);
    }
}
