using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Magpie.Ingest;

namespace Magpie.Functions.Imagga;

/// <summary>Container <c>imagga-uploads</c>: files that are kept for a day, to be looked at by several requests. A blob <c>{account}/{id}</c>.</summary>
public sealed class UploadStore(BlobContainerClient container, TimeProvider time)
{
    public const string Container = "imagga-uploads";

    /// <summary>How long an upload is kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private static readonly TimedId Ids = new("i", 12);

    /// <summary>Keeps a file; answers its id.</summary>
    public async Task<string> AddAsync(string account, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var id = Ids.New(time.GetUtcNow());
        await Blob(account, id).UploadAsync(BinaryData.FromBytes(content), overwrite: false, cancellationToken);
        return id;
    }

    /// <summary>The upload of an id, to be disposed of.</summary>
    /// <param name="memory">What the file is read into is taken from here first, so that requests at once wait rather than hold all of their files.</param>
    internal async Task<FoundUpload> FindAsync(string account, string id, ByteBudget memory, CancellationToken cancellationToken)
    {
        if (Ids.MadeAt(id) is not { } made)
        {
            return new FoundUpload.Unknown();
        }

        if (time.GetUtcNow() - made > Kept)
        {
            return new FoundUpload.Expired();
        }

        try
        {
            var length = (await Blob(account, id).GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ContentLength;
            var share = await memory.TakeAsync(length, cancellationToken);
            try
            {
                return new FoundUpload.Content(new(await ReadAsync(account, id, length, cancellationToken), share));
            }
            catch
            {
                share.Dispose();
                throw;
            }
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return new FoundUpload.Unknown();
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(string account, string id, long length, CancellationToken cancellationToken)
    {
        using var blob = (await Blob(account, id).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
        var bytes = new byte[length];
        await blob.Content.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    /// <summary>False when there was none.</summary>
    public async Task<bool> DeleteAsync(string account, string id, CancellationToken cancellationToken) =>
        Ids.MadeAt(id) is not null && (await Blob(account, id).DeleteIfExistsAsync(cancellationToken: cancellationToken)).Value;

    /// <summary>Removes what was kept long enough.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions(), cancellationToken))
        {
            if (Ids.MadeAt(blob.Name[(blob.Name.LastIndexOf('/') + 1)..]) is not { } made || time.GetUtcNow() - made > Kept)
            {
                await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
            }
        }
    }

    private BlobClient Blob(string account, string id) => container.GetBlobClient($"{account}/{id}");
}

/// <summary>What there is under an upload's id.</summary>
internal abstract record FoundUpload
{
    private FoundUpload()
    {
    }

    public sealed record Content(ImaggaFile File) : FoundUpload;

    /// <summary>There may have been one; it is not kept any more.</summary>
    public sealed record Expired : FoundUpload;

    public sealed record Unknown : FoundUpload;
}
