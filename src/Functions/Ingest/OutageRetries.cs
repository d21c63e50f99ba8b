using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Ingest;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Ingest;

/// <summary>
/// Assets that failed because the delivery service was away are worked on again by themselves: by default after a minute, two, four, … for about an hour.
/// What failed for another reason waits for a person.
/// </summary>
public sealed class OutageRetries(ICatalogue catalogue, RetryQueue queue, IOptions<IngestOptions> options)
{
    /// <summary>Automatic retries of an asset.</summary>
    public const int Most = 6;

    /// <summary>Schedules the next one for an asset that was just given up, if there is to be one.</summary>
    /// <param name="made">Automatic retries so far.</param>
    public async Task ScheduleAsync(string account, string id, int made, CancellationToken cancellationToken)
    {
        if (made < Most
            && await catalogue.FindAsync(account, id, cancellationToken) is
            {
                Asset: { State: AssetState.Failed, Error.Code: DeliveryErrorCodes.Unavailable or DeliveryErrorCodes.Throttled }
            })
        {
            await queue.SendAsync(new RetryMessage(account, id, made + 1), options.Value.OutageRetryDelay * Math.Pow(2, made), cancellationToken);
        }
    }
}
