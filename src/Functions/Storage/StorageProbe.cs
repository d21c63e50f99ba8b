using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Magpie.Functions.Accounts;
using Magpie.Functions.Assets;
using Magpie.Uploads;

namespace Magpie.Functions.Storage;

/// <summary>Whether blobs, queues and tables answer, within two seconds; those who ask within one second share an answer.</summary>
public sealed class StorageProbe(BlobServiceClient blobs, QueueServiceClient queues, TableServiceClient tables, StorageSetup setup, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private (Task<bool> Answer, long AskedAt)? _last;

    public Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_last is not { } last || time.GetElapsedTime(last.AskedAt) > Memory)
            {
                _last = last = (AskAsync(), time.GetTimestamp());
            }

            return last.Answer.WaitAsync(cancellationToken);
        }
    }

    private async Task<bool> AskAsync()
    {
        using var limit = new CancellationTokenSource(Limit, time);
        try
        {
            var answers = await Task.WhenAll(
                BlobsAsync(limit.Token), QueuesAsync(limit.Token), TablesAsync(limit.Token)).WaitAsync(limit.Token);
            if (answers.All(exists => exists))
            {
                return true;
            }

            // Somebody removed what had been there: the next one who asks finds it again.
            await setup.RepairAsync(limit.Token);
            return false;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return false;
        }
    }

    private async Task<bool> BlobsAsync(CancellationToken cancellationToken) =>
        (await blobs.GetBlobContainerClient(IncomingBlobs.Container).ExistsAsync(cancellationToken)).Value;

    private async Task<bool> QueuesAsync(CancellationToken cancellationToken) =>
        (await queues.GetQueueClient(QueueFollowUps.Queue).ExistsAsync(cancellationToken)).Value;

    private async Task<bool> TablesAsync(CancellationToken cancellationToken)
    {
        await tables.GetTableClient(TableCredentialStore.Table).GetEntityIfExistsAsync<TableEntity>("probe", "probe", cancellationToken: cancellationToken);
        return true;
    }
}
