using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Magpie.Functions.Http;
using Magpie.Retagging;

namespace Magpie.Functions.Retagging;

/// <summary>
/// Table <c>jobs</c>, a partition an account: a row a job, and one row that names the job that runs, changed in the transaction that adds the
/// job. Queue <c>retag-jobs</c>: a message a page.
/// </summary>
public sealed class TableRetagJobs(TableClient table, QueueClient queue) : IRetagJobs
{
    public const string Table = "jobs";
    public const string Queue = "retag-jobs";

    private const string Document = "Document";
    private const string Ticket = "Ticket";
    private const string CurrentRow = "current~retag";

    /// <summary>Times a job is looked for that somebody else starts or ends meanwhile.</summary>
    private const int Attempts = 10;

    public async Task<RetagJob> StartAsync(RetagJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var current = await table.GetEntityIfExistsAsync<TableEntity>(job.Account, CurrentRow, cancellationToken: cancellationToken);
            if (current is { HasValue: true, Value: { } pointer }
                && await FindAsync(job.Account, pointer.GetString(Ticket), cancellationToken) is { Job: { State: RetagJobState.Running } running })
            {
                return running;
            }

            var wanted = new TableEntity(job.Account, CurrentRow) { [Ticket] = job.Ticket };
            try
            {
                await table.SubmitTransactionAsync(
                    [
                        new TableTransactionAction(TableTransactionActionType.Add, Row(job)),
                        current is { HasValue: true, Value: { } known }
                            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, wanted, known.ETag)
                            : new TableTransactionAction(TableTransactionActionType.Add, wanted),
                    ],
                    cancellationToken);
                return job;
            }
            catch (RequestFailedException exception) when (exception.Status is 409 or 412)
            {
                // Somebody else started one at the same moment.
            }
        }

        throw new RequestFailedException("The account's job kept changing while one was to be started.");
    }

    public async Task<StoredRetagJob?> FindAsync(string account, string ticket, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(account, RowKey(ticket), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row }
            && JsonSerializer.Deserialize(row.GetString(Document), MagpieJson.Default.RetagJob) is { } job
            ? new StoredRetagJob(job, row.ETag.ToString())
            : null;
    }

    public async Task<bool> TryReplaceAsync(StoredRetagJob read, RetagJob next, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(next);
        try
        {
            await table.UpdateEntityAsync(Row(next), new ETag(read.ETag), TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 412 or 404)
        {
            return false;
        }
    }

    public Task ContinueAsync(RetagJob job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        var message = new RetagMessage(job.Account, job.Ticket);
        return queue.SendMessageAsync(
            BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(message, MagpieJson.Default.RetagMessage)), cancellationToken: cancellationToken);
    }

    private static TableEntity Row(RetagJob job) => new(job.Account, RowKey(job.Ticket))
    {
        [Document] = JsonSerializer.Serialize(job, MagpieJson.Default.RetagJob),
    };

    private static string RowKey(string ticket) => $"j~{ticket}";
}

/// <summary>A job to go on with.</summary>
public sealed record RetagMessage(string Account, string Ticket);
