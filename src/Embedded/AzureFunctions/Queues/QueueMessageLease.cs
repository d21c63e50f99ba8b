using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Keeps a message hidden from others while the function runs.</summary>
internal sealed class QueueMessageLease : IAsyncDisposable
{
    private readonly QueueClient _queue;
    private readonly TriggerTimings _timings;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;

    public QueueMessageLease(QueueClient queue, QueueMessage message, TriggerTimings timings, TimeProvider time)
    {
        (_queue, Message, _timings, _time) = (queue, message, timings, time);
        _renewing = RenewAsync();
    }

    /// <summary>The message with the pop receipt of its last renewal.</summary>
    public QueueMessage Message { get; private set; }

    /// <summary>Signalled when another host received the message.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Ends the renewal.</summary>
    public async Task EndAsync()
    {
        await _ended.CancelAsync();
        await _renewing;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _lost.Dispose();
        _ended.Dispose();
    }

    private async Task RenewAsync()
    {
        while (true)
        {
            try
            {
                await Task.Delay(_timings.Renewal, _time, _ended.Token);
                var renewed = await _queue.UpdateMessageAsync(
                    Message.MessageId, Message.PopReceipt, visibilityTimeout: _timings.Lease, cancellationToken: CancellationToken.None);
                Message = Message.Update(renewed.Value);
            }
            catch (OperationCanceledException) when (_ended.IsCancellationRequested)
            {
                return;
            }
            catch (RequestFailedException taken) when (taken.Status is 400 or 404)
            {
                await _lost.CancelAsync();
                return;
            }
            catch (Exception failure) when (failure is RequestFailedException or AggregateException or OperationCanceledException or IOException)
            {
                // Storage is down; the next renewal may come through in time.
            }
        }
    }
}
