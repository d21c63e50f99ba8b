using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Magpie.Functions.Http;
using Magpie.Search;

namespace Magpie.Functions.Search;

/// <summary>
/// Container <c>search</c>: <c>{account}/current</c> names the version that counts, a line of JSON and its SHA-256 in hexadecimal; <c>{account}/v~{version}</c> holds it.
/// </summary>
public sealed class BlobSnapshotStore(BlobContainerClient container) : ISnapshotStore
{
    public const string Container = "search";

    /// <summary>Versions that are kept beside the current one: an instance may be reading the one before.</summary>
    private const int KeptBefore = 1;

    private const byte LineEnd = (byte)'\n';

    /// <summary>Snapshots above this are not read: 2 GiB is what an array holds.</summary>
    private const long MaxBytes = int.MaxValue - 64;

    public async Task<StoredSnapshot?> FindAsync(string account, CancellationToken cancellationToken)
    {
        try
        {
            var named = await Current(account).DownloadContentAsync(cancellationToken);
            return new StoredSnapshot(ReadName(named.Value.Content.ToMemory().Span), named.Value.Details.ETag.ToString());
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    public async Task<byte[]?> ReadAsync(string account, Snapshot snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (snapshot.Bytes > MaxBytes)
        {
            return null;
        }

        try
        {
            using var blob = (await Version(account, snapshot.Version).DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
            if (blob.Details.ContentLength != snapshot.Bytes)
            {
                return null;
            }

            var bytes = GC.AllocateUninitializedArray<byte>((int)snapshot.Bytes);
            await blob.Content.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    public async Task<bool> TryPublishAsync(
        string account, Snapshot snapshot, ReadOnlyMemory<byte> bytes, StoredSnapshot? current, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var blob = Version(account, snapshot.Version);
        await blob.UploadAsync(BinaryData.FromBytes(bytes), overwrite: true, cancellationToken);
        var conditions = current is null
            ? new BlobRequestConditions { IfNoneMatch = ETag.All }
            : new BlobRequestConditions { IfMatch = new ETag(current.ETag) };
        try
        {
            await Current(account).UploadAsync(BinaryData.FromBytes(NameOf(snapshot)), new BlobUploadOptions { Conditions = conditions }, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
            return false;
        }

        await PruneAsync(account, snapshot.Version, cancellationToken);
        return true;
    }

    private static byte[] NameOf(Snapshot snapshot)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(snapshot, MagpieJson.Default.Snapshot);
        return [.. json, LineEnd, .. ChecksumOf(json)];
    }

    private static Snapshot? ReadName(ReadOnlySpan<byte> name)
    {
        var end = name.LastIndexOf(LineEnd);
        if (end < 0 || !name[(end + 1)..].SequenceEqual(ChecksumOf(name[..end])))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(name[..end], MagpieJson.Default.Snapshot) is { Version.Length: > 0, Position: not null, Bytes: > 0 } snapshot ? snapshot : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] ChecksumOf(ReadOnlySpan<byte> json) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json)));

    private async Task PruneAsync(string account, string version, CancellationToken cancellationToken)
    {
        var older = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(new GetBlobsOptions { Prefix = $"{account}/v~" }, cancellationToken))
        {
            if (string.CompareOrdinal(blob.Name, $"{account}/v~{version}") < 0)
            {
                older.Add(blob.Name);
            }
        }

        foreach (var name in older.Order(StringComparer.Ordinal).SkipLast(KeptBefore))
        {
            await container.DeleteBlobIfExistsAsync(name, cancellationToken: cancellationToken);
        }
    }

    private BlobClient Current(string account) => container.GetBlobClient($"{account}/current");

    private BlobClient Version(string account, string version) => container.GetBlobClient($"{account}/v~{version}");
}
