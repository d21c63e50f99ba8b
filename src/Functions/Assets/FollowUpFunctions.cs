using System.Text.Json;
using Magpie.Assets;
using Magpie.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Assets;

/// <summary>Does what a request that ended half-way left undone.</summary>
public sealed partial class FollowUpFunctions(AssetFollowUp followUp, ILogger<FollowUpFunctions> logger)
{
    [Function("FollowUpAsset")]
    public async Task RunAsync([QueueTrigger(QueueFollowUps.Queue)] string message, CancellationToken cancellationToken)
    {
        var wanted = JsonSerializer.Deserialize(message, MagpieJson.Default.FollowUp);
        if (wanted is not null && await followUp.RunAsync(wanted, cancellationToken) is { } error)
        {
            Log.NotDelivered(logger, wanted.Id, wanted.Account, error.Code);
            if (error.Transient)
            {
                // The host shows the message again, five times in all, and keeps it in the poison queue then.
                throw new InvalidOperationException($"The delivery service is not up to date with asset {wanted.Id}: {error.Code}.");
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The delivery service is not up to date with asset {AssetId} of {Account}: {Code}")]
        public static partial void NotDelivered(ILogger logger, string assetId, string account, string code);
    }
}
