using Azure;
using Azure.Storage.Queues;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Puts messages on queues that come to be with their first message.</summary>
internal static class PoisonQueue
{
    /// <summary>Poison messages wait for somebody to look at them, however long that takes.</summary>
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    public static async Task SendAsync(QueueClient queue, BinaryData body, CancellationToken cancellationToken)
    {
        try
        {
            await queue.SendMessageAsync(body, timeToLive: Forever, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await queue.SendMessageAsync(body, timeToLive: Forever, cancellationToken: cancellationToken);
        }
    }
}
