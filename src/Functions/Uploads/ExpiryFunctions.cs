using Magpie.Uploads;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Uploads;

/// <summary>Every five minutes, ends reservations that nobody used.</summary>
public sealed class ExpiryFunctions(ReservationExpiry expiry)
{
    [Function("ExpireReservations")]
    public Task RunAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        expiry.RunAsync(cancellationToken);
}
