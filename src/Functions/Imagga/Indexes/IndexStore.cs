using System.Runtime.InteropServices;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Magpie.Functions.Storage;
using Magpie.Indexes;
using Magpie.Ingest;

namespace Magpie.Functions.Imagga.Indexes;

/// <summary>
/// Table <c>imaggaindexes</c>: what was saved in indexes, a partition an index, a row an entry. Container <c>imagga-indexes</c>: what each was when it was
/// last trained, a blob an index, which is all that searches read.
/// </summary>
public sealed class IndexStore(TableClient table, BlobContainerClient container, IndexCache cache, TimeProvider time)
{
    public const string Table = "imaggaindexes";
    public const string Container = "imagga-indexes";

    /// <summary>Entries of an index that can be trained.</summary>
    public const int MaxEntries = 20_000;

    /// <summary>Times that a training begins again because another one of the same index ended first.</summary>
    private const int Tries = 5;

    /// <summary>Bytes of indexes that are fetched at once, all together.</summary>
    private const long MaxFetchedBytes = 256L * 1024 * 1024;

    private const string Id = "Id";
    private const string Group = "Group";
    private const string Model = "Model";
    private const string Vector = "Vector";

    private readonly ByteBudget _fetched = new(MaxFetchedBytes);

    /// <summary>Who fetches an index has a turn: those who come meanwhile find it in the cache.</summary>
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Keeps entries, in the place of those of the same name. Seen by searches after the next training.</summary>
    internal async Task SaveAsync(IndexName index, IEnumerable<IndexedVector> vectors, CancellationToken cancellationToken)
    {
        var actions = vectors
            .DistinctBy(vector => (vector.Group, vector.Id))
            .Select(vector => new TableTransactionAction(TableTransactionActionType.UpsertReplace, RowOf(index, vector)));
        foreach (var some in actions.Chunk(TableRows.TransactionLimit))
        {
            await table.SubmitTransactionAsync(some, cancellationToken);
        }
    }

    /// <summary>Removes an entry; false when there was none.</summary>
    internal async Task<bool> DeleteAsync(IndexName index, string group, string id, CancellationToken cancellationToken)
    {
        var row = IndexName.RowOf(group, id);
        if (await table.GetEntityIfExistsAsync<TableEntity>(index.Partition, row, ["RowKey"], cancellationToken) is not { HasValue: true })
        {
            return false;
        }

        await table.DeleteEntityAsync(index.Partition, row, ETag.All, cancellationToken);
        return true;
    }

    /// <summary>Removes every entry of a group; false when there was none.</summary>
    internal Task<bool> DeleteGroupAsync(IndexName index, string group, CancellationToken cancellationToken)
    {
        var prefix = IndexName.PrefixOf(group);
        return DeleteRowsAsync($"PartitionKey eq '{index.Partition}' and RowKey ge '{prefix}' and RowKey lt '{prefix}\u007f'", cancellationToken);
    }

    /// <summary>Removes an index and all in it; false when there was nothing.</summary>
    internal async Task<bool> DeleteAsync(IndexName index, CancellationToken cancellationToken)
    {
        var hadRows = await DeleteRowsAsync($"PartitionKey eq '{index.Partition}'", cancellationToken);
        var wasTrained = (await Blob(index).DeleteIfExistsAsync(cancellationToken: cancellationToken)).Value;
        cache.Forget(index.Partition);
        return hadRows || wasTrained;
    }

    /// <summary>Whether anything is saved in it, trained or not.</summary>
    internal async Task<bool> HasEntriesAsync(IndexName index, CancellationToken cancellationToken)
    {
        await foreach (var _ in table.QueryAsync<TableEntity>($"PartitionKey eq '{index.Partition}'", 1, ["RowKey"], cancellationToken))
        {
            return true;
        }

        return false;
    }

    /// <summary>Lets searches see what is saved now. A sentence when that cannot be; null when it is done.</summary>
    internal async Task<string?> TrainAsync(IndexName index, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = await EtagAsync(index, cancellationToken);
            var vectors = await ReadAsync(index, cancellationToken);
            if (vectors.Count > MaxEntries)
            {
                return $"The index has more than {MaxEntries:N0} entries. Delete some, or use several indexes.";
            }

            if (vectors.Count == 0)
            {
                // Whoever deleted everything has it forgotten.
                var wasTrained = await Blob(index).DeleteIfExistsAsync(cancellationToken: cancellationToken);
                return wasTrained.Value ? null : "There is nothing in the index. Save something in it first.";
            }

            var isOf = before is { } etag ? new BlobRequestConditions { IfMatch = etag } : new BlobRequestConditions { IfNoneMatch = ETag.All };
            try
            {
                var file = TrainedIndex.Pack(vectors, time.GetUtcNow());
                await Blob(index).UploadAsync(BinaryData.FromBytes(file), new BlobUploadOptions { Conditions = isOf }, cancellationToken);
                break;
            }
            catch (RequestFailedException other) when (other.Status is 409 or 412 && attempt < Tries)
            {
                // Another training ended meanwhile, perhaps with older entries.
            }
        }

        if (!await HasEntriesAsync(index, cancellationToken))
        {
            // It was deleted while it was trained.
            await Blob(index).DeleteIfExistsAsync(cancellationToken: cancellationToken);
        }

        return null;
    }

    /// <summary>The index as it was last trained; null when it never was. A damaged one is as one that was not.</summary>
    internal async Task<TrainedIndex?> LoadAsync(IndexName index, CancellationToken cancellationToken)
    {
        try
        {
            // Asked before waiting for anybody: what is trained by now is what is to be seen.
            var newest = (await Blob(index).GetPropertiesAsync(cancellationToken: cancellationToken)).Value;
            return Known(index, newest.ETag) ?? await FetchAsync(index, newest, cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            cache.Forget(index.Partition);
            return null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private async Task<TrainedIndex> FetchAsync(IndexName index, BlobProperties newest, CancellationToken cancellationToken)
    {
        var turn = _turns[(uint)StringComparer.Ordinal.GetHashCode(index.Partition) % (uint)_turns.Length];
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (Known(index, newest.ETag) is { } meanwhile)
            {
                return meanwhile;
            }

            using var share = await _fetched.TakeAsync(newest.ContentLength, cancellationToken);
            var blob = (await Blob(index).DownloadContentAsync(cancellationToken)).Value;
            var trained = TrainedIndex.Read(blob.Content.ToMemory());
            cache.Keep(index.Partition, blob.Details.ETag.ToString(), trained);
            return trained;
        }
        finally
        {
            turn.Release();
        }
    }

    private TrainedIndex? Known(IndexName index, ETag version) => cache.Find(index.Partition) is { } kept && kept.Etag == version.ToString() ? kept.Index : null;

    private async Task<ETag?> EtagAsync(IndexName index, CancellationToken cancellationToken)
    {
        try
        {
            return (await Blob(index).GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    private async Task<List<IndexedVector>> ReadAsync(IndexName index, CancellationToken cancellationToken)
    {
        var vectors = new List<IndexedVector>();
        await foreach (var row in table.QueryAsync<TableEntity>($"PartitionKey eq '{index.Partition}'", cancellationToken: cancellationToken))
        {
            if (row.GetString(Id) is { } id && row.GetString(Model) is { } model && row.GetBinary(Vector) is { } bytes)
            {
                vectors.Add(new(id, row.GetString(Group) ?? "", model, MemoryMarshal.Cast<byte, float>(bytes).ToArray()));
            }

            if (vectors.Count > MaxEntries)
            {
                break;
            }
        }

        return vectors;
    }

    private async Task<bool> DeleteRowsAsync(string filter, CancellationToken cancellationToken)
    {
        var any = false;
        await table.DeleteAsync(Seen(table.QueryAsync<TableEntity>(filter, 1_000, ["PartitionKey", "RowKey"], cancellationToken)), cancellationToken);
        return any;

        async IAsyncEnumerable<TableEntity> Seen(IAsyncEnumerable<TableEntity> rows)
        {
            await foreach (var row in rows)
            {
                any = true;
                yield return row;
            }
        }
    }

    private static TableEntity RowOf(IndexName index, IndexedVector vector) => new(index.Partition, IndexName.RowOf(vector.Group, vector.Id))
    {
        [Id] = vector.Id,
        [Group] = vector.Group,
        [Model] = vector.Model,
        [Vector] = MemoryMarshal.AsBytes(vector.Vector.Span).ToArray(),
    };

    private BlobClient Blob(IndexName index) => container.GetBlobClient(index.Partition);
}
