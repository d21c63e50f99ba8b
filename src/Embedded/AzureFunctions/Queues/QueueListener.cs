using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Receives batches of messages, less and less often while there are none, and processes each message on its own.</summary>
internal sealed class QueueListener(
    StorageAccount<QueueServiceClient> storage,
    QueueClient queue,
    QueueMessageProcessor processor,
    InvocationLifetime lifetime,
    QueueSettings settings,
    TriggerTimings timings,
    TimeProvider time) : ITriggerListener
{
    private readonly SemaphoreSlim _finished = new(0);
    private int _running;

    public async Task ListenAsync(CancellationToken stopping)
    {
        var quiet = new Backoff(timings.ShortestPoll, settings.MaxPollingInterval);
        var outage = new Backoff(timings.IdleScan, timings.LongestOutagePause);
        while (!stopping.IsCancellationRequested)
        {
            while (Volatile.Read(ref _running) > settings.NewBatchThreshold)
            {
                await _finished.WaitAsync(stopping);
            }

            var pause = outage;
            try
            {
                var messages = await ReceiveAsync(stopping);
                storage.Answered();
                outage.Reset();
                if (messages.Length > 0)
                {
                    Begin(messages);
                    quiet.Reset();
                    continue;
                }

                pause = quiet;
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                storage.Failed(failure);
            }

            await Task.Delay(pause.Next(), time, stopping);
        }
    }

    public void Dispose() => _finished.Dispose();

    private async Task<QueueMessage[]> ReceiveAsync(CancellationToken stopping)
    {
        try
        {
            return (await queue.ReceiveMessagesAsync(settings.BatchSize, timings.Lease, stopping)).Value;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            // Nobody made the queue yet.
            return [];
        }
    }

    private void Begin(QueueMessage[] messages)
    {
        foreach (var message in messages)
        {
            // A message received when the shutdown began is seen again when its lease ends.
            if (lifetime.TryEnter())
            {
                Interlocked.Increment(ref _running);
                _ = ProcessAsync(message);
            }
        }
    }

    private async Task ProcessAsync(QueueMessage message)
    {
        await Task.Yield();
        try
        {
            await processor.ProcessAsync(message);
        }
        catch (Exception failure)
        {
            // Not written down: the message comes again when its lease ends.
            storage.Failed(failure);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            _finished.Release();
            lifetime.Leave();
        }
    }
}
