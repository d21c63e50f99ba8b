using System.Text.Json;
using Magpie.Assets;
using Magpie.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Assets;

/// <summary>Does what a request that ended half-way left undone.</summary>
public sealed partial class FollowUpFunctions(AssetFollowUp followUp, FollowUpRounds rounds, ILogger<FollowUpFunctions> logger)
{
    [Function("FollowUpAsset")]
    public async Task RunAsync([QueueTrigger(QueueFollowUps.Queue)] string message, CancellationToken cancellationToken)
    {
        if (JsonSerializer.Deserialize(message, MagpieJson.Default.FollowUp) is not { } wanted
            || await followUp.RunAsync(wanted, cancellationToken) is not { } error)
        {
            return;
        }

        Log.NotDelivered(logger, wanted.Id, wanted.Account, error.Code);
        if (error.Transient)
        {
            // The host shows the message again, five times in all.
            throw new InvalidOperationException($"The delivery service is not up to date with asset {wanted.Id}: {error.Code}.");
        }

        // Wrong settings are not put right within five tries.
        await LaterAsync(wanted, cancellationToken);
    }

    /// <summary>After the last try the host puts the message here.</summary>
    [Function("FollowUpGiveUp")]
    public async Task GiveUpAsync([QueueTrigger(QueueFollowUps.Queue + "-poison")] string message, CancellationToken cancellationToken)
    {
        if (JsonSerializer.Deserialize(message, MagpieJson.Default.FollowUp) is { } wanted)
        {
            await LaterAsync(wanted, cancellationToken);
        }
    }

    private async Task LaterAsync(FollowUp wanted, CancellationToken cancellationToken)
    {
        if (!await rounds.ScheduleAsync(wanted, cancellationToken))
        {
            Log.GivenUp(logger, wanted.Id, wanted.Account);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The delivery service is not up to date with asset {AssetId} of {Account}: {Code}")]
        public static partial void NotDelivered(ILogger logger, string assetId, string account, string code);

        [LoggerMessage(2, LogLevel.Error, "The delivery service was not brought up to date with asset {AssetId} of {Account} for days; nothing tries it again")]
        public static partial void GivenUp(ILogger logger, string assetId, string account);
    }
}
