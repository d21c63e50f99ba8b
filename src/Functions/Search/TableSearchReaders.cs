using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Magpie.Functions.Storage;
using Magpie.Search;

namespace Magpie.Functions.Search;

/// <summary>
/// A row an instance and account in the table <c>searchers</c>. How old a row is, is told by the storage's clock alone, so instances whose clocks differ agree.
/// </summary>
/// <param name="lease">How long an instance counts on its row; others count on it for twice as long.</param>
public sealed class TableSearchReaders(TableClient table, TimeSpan lease, TimeProvider time) : ISearchReaders
{
    /// <summary>The table's name.</summary>
    public const string Table = "searchers";

    /// <summary>Short against the life of an instance, long against what a row costs.</summary>
    public static readonly TimeSpan DefaultLease = TimeSpan.FromMinutes(5);

    private readonly string _instance = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public TimeSpan Lease => lease;

    public async Task AnnounceAsync(string account, CancellationToken cancellationToken)
    {
        await table.UpsertEntityAsync(new TableEntity(account, _instance), TableUpdateMode.Replace, cancellationToken);

        // Instances come and go; whoever comes tidies up after those who went.
        await foreach (var row in OthersAsync(account, isLive: false, cancellationToken))
        {
            try
            {
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
            }
            catch (RequestFailedException exception) when (exception.Status is 404 or 412)
            {
                // Gone already, or back.
            }
        }
    }

    public async Task<bool> HasOthersAsync(string account, CancellationToken cancellationToken)
    {
        await foreach (var _ in OthersAsync(account, isLive: true, cancellationToken))
        {
            return true;
        }

        return false;
    }

    private async IAsyncEnumerable<TableEntity> OthersAsync(string account, bool isLive, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {account}"), cancellationToken: cancellationToken);
        await foreach (var (row, age) in rows.WithAgesAsync(time, cancellationToken))
        {
            if (row.RowKey != _instance && age <= 2 * Lease == isLive)
            {
                yield return row;
            }
        }
    }
}
