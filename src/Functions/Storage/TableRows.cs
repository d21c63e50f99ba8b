using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

namespace Magpie.Functions.Storage;

/// <summary>Rows by the hundred.</summary>
internal static class TableRows
{
    /// <summary>Actions that a transaction takes (Table Storage's limit).</summary>
    public const int TransactionLimit = 100;

    /// <summary>Deletes rows, a transaction for each run of one partition; rows that somebody else deletes meanwhile are no error.</summary>
    /// <param name="rows">With partition and row key.</param>
    public static async Task DeleteAsync(this TableClient table, IAsyncEnumerable<TableEntity> rows, CancellationToken cancellationToken)
    {
        var batch = new List<TableTransactionAction>(TransactionLimit);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (batch.Count == TransactionLimit || (batch.Count > 0 && batch[0].Entity.PartitionKey != row.PartitionKey))
            {
                await DeleteAsync(table, batch, cancellationToken);
            }

            batch.Add(new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All));
        }

        if (batch.Count > 0)
        {
            await DeleteAsync(table, batch, cancellationToken);
        }
    }

    /// <summary>
    /// Rows, and how old each is by the storage's clock, so that machines whose clocks differ agree; null where a row does not say when it was written.
    /// </summary>
    /// <param name="time">Asked where an answer has no date.</param>
    public static async IAsyncEnumerable<(TableEntity Row, TimeSpan? Age)> WithAgesAsync(
        this AsyncPageable<TableEntity> rows, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in rows.AsPages().WithCancellation(cancellationToken))
        {
            var now = page.GetRawResponse().Headers.Date ?? time.GetUtcNow();
            foreach (var row in page.Values)
            {
                yield return (row, now - row.Timestamp);
            }
        }
    }

    private static async Task DeleteAsync(TableClient table, List<TableTransactionAction> batch, CancellationToken cancellationToken)
    {
        try
        {
            await table.SubmitTransactionAsync(batch, cancellationToken);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            // Another instance is at it too; what is left of these is found by the next sweep.
        }

        batch.Clear();
    }
}
