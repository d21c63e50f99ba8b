using System.Text.Json;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
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

    public async Task<object> ScheduleAsync(FollowUp followUp, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(followUp);
        var bounded = followUp with { FormerTags = [.. followUp.FormerTags.Take(MaxTags)] };
        var message = BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(bounded, MagpieJson.Default.FollowUp));
        return (await queue.SendMessageAsync(message, visibilityTimeout: Delay, cancellationToken: cancellationToken)).Value;
    }

    public async Task CancelAsync(object scheduled, CancellationToken cancellationToken)
    {
        var receipt = (SendReceipt)scheduled;
        try
        {
            await queue.DeleteMessageAsync(receipt.MessageId, receipt.PopReceipt, cancellationToken);
        }
        catch (Azure.RequestFailedException)
        {
            // It runs once more, and finds nothing to do.
        }
    }
}
