using System.Text.Json;
using Azure.Storage.Queues;
using Magpie.Assets;
using Magpie.Functions.Http;

namespace Magpie.Functions.Assets;

/// <summary>
/// Follow-ups that the delivery service kept from being done are queued anew: after a minute, two, four, … at most half a day, for four days in
/// all. Nobody else would come back: the asset they belong to may be deleted.
/// </summary>
public sealed class FollowUpRounds(QueueClient queue)
{
    /// <summary>Times that a follow-up is queued anew.</summary>
    public const int Most = 17;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(12);

    /// <summary>The pause before the next round.</summary>
    /// <param name="rounds">Rounds so far.</param>
    public static TimeSpan PauseAfter(int rounds) =>
        FirstPause * Math.Pow(2, rounds) is var pause && pause < LongestPause ? pause : LongestPause;

    /// <summary>Queues it anew; false when it has had its rounds.</summary>
    public async Task<bool> ScheduleAsync(FollowUp followUp, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(followUp);
        if (followUp.Rounds >= Most)
        {
            return false;
        }

        var next = followUp with { Rounds = followUp.Rounds + 1 };
        await queue.SendMessageAsync(
            BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(next, MagpieJson.Default.FollowUp)),
            visibilityTimeout: PauseAfter(followUp.Rounds),
            cancellationToken: cancellationToken);
        return true;
    }
}
