using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Takes one message from its receipt to its end: deleted, back in the queue, or in the poison queue.</summary>
internal sealed partial class QueueMessageProcessor(
    FunctionDescriptor function,
    QueueClient queue,
    QueueClient poison,
    FunctionInvoker invoker,
    InvocationLifetime lifetime,
    QueueSettings settings,
    TriggerTimings timings,
    TimeProvider time,
    ILogger logger)
{
    public async Task ProcessAsync(QueueMessage received)
    {
        if (received.DequeueCount > settings.MaxDequeueCount || Decode(received) is not { } message)
        {
            await GiveUpAsync(received);
            return;
        }

        await using var lease = new QueueMessageLease(queue, received, timings, time);
        var failure = await invoker.InvokeAsync(function, new QueueTriggerInput(message), cancellationToken: lease.Lost);
        await lease.EndAsync();
        received = lease.Message;
        if (lease.Lost.IsCancellationRequested)
        {
            Log.Lost(logger, function.Name, received.MessageId);
        }
        else if (failure is null)
        {
            await DeleteAsync(received);
        }
        else if (lifetime.Ended.IsCancellationRequested)
        {
            await HideAsync(received, TimeSpan.Zero);
        }
        else if (received.DequeueCount >= settings.MaxDequeueCount)
        {
            await GiveUpAsync(received);
        }
        else
        {
            await HideAsync(received, settings.VisibilityTimeout);
        }
    }

    /// <summary>The message with its Base64 read; null when it is none.</summary>
    private QueueMessage? Decode(QueueMessage received)
    {
        if (!settings.Base64)
        {
            return received;
        }

        var text = received.MessageText;
        var bytes = new byte[(text.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(text, bytes, out var length)
            ? QueuesModelFactory.QueueMessage(
                received.MessageId, received.PopReceipt, new BinaryData(bytes.AsMemory(0, length)), received.DequeueCount,
                received.NextVisibleOn, received.InsertedOn, received.ExpiresOn)
            : null;
    }

    private async Task GiveUpAsync(QueueMessage received)
    {
        Log.Poisoned(logger, function.Name, received.MessageId, poison.Name);
        await PoisonQueue.SendAsync(poison, received.Body, CancellationToken.None);
        await DeleteAsync(received);
    }

    private async Task DeleteAsync(QueueMessage received)
    {
        try
        {
            await queue.DeleteMessageAsync(received.MessageId, received.PopReceipt, CancellationToken.None);
        }
        catch (RequestFailedException taken) when (taken.Status is 400 or 404)
        {
            Log.Lost(logger, function.Name, received.MessageId);
        }
    }

    private async Task HideAsync(QueueMessage received, TimeSpan visibility)
    {
        try
        {
            await queue.UpdateMessageAsync(
                received.MessageId, received.PopReceipt, visibilityTimeout: visibility, cancellationToken: CancellationToken.None);
        }
        catch (RequestFailedException taken) when (taken.Status is 400 or 404)
        {
            Log.Lost(logger, function.Name, received.MessageId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Function {Function} lost message {Message}: another host may run it too")]
        public static partial void Lost(ILogger logger, string function, string message);

        [LoggerMessage(2, LogLevel.Error, "Function {Function} gives up message {Message}; it goes to {Queue}")]
        public static partial void Poisoned(ILogger logger, string function, string message, string queue);
    }
}
