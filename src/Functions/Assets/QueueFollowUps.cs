using System.Text.Json;
using Azure.Storage.Queues;
using Magpie.Assets;
using Magpie.Functions.Http;

namespace Magpie.Functions.Assets;

/// <summary>Queue <c>asset-changes</c>: a message that is not seen until the request had its time to do everything itself.</summary>
public sealed class QueueFollowUps(QueueClient queue) : IAssetFollowUps
{
    public const string Queue = "asset-changes";

    /// <summary>Tags of a message; 200 tags of 64 characters of three bytes each are 38 kB of the 48 kB that a message takes.</summary>
    private const int MaxTags = 200;

    /// <summary>Longer than a request takes, shorter than a person waits.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(30);

    public async Task<object> PostponeAsync(object scheduled, CancellationToken cancellationToken)
    {
        var sent = (Scheduled)scheduled;
        var updated = await queue.UpdateMessageAsync(sent.MessageId, sent.PopReceipt, sent.Message, Delay, cancellationToken);
        return sent with { PopReceipt = updated.Value.PopReceipt };
    }

    public async Task<object> ScheduleAsync(FollowUp followUp, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(followUp);
        var bounded = followUp with { FormerTags = [.. followUp.FormerTags.Take(MaxTags)] };
        var message = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(bounded, MagpieJson.Default.FollowUp));
        var receipt = (await queue.SendMessageAsync(message, visibilityTimeout: Delay, cancellationToken: cancellationToken)).Value;
        return new Scheduled(receipt.MessageId, receipt.PopReceipt, message);
    }

    public async Task CancelAsync(object scheduled, CancellationToken cancellationToken)
    {
        var receipt = (Scheduled)scheduled;
        try
        {
            await queue.DeleteMessageAsync(receipt.MessageId, receipt.PopReceipt, cancellationToken);
        }
        catch (Azure.RequestFailedException)
        {
            // It runs once more, and finds nothing to do.
        }
    }

    /// <summary>A message, as it must be named to change it.</summary>
    private sealed record Scheduled(string MessageId, string PopReceipt, BinaryData Message);
}
