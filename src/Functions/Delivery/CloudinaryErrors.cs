using System.Globalization;
using System.Net;
using Magpie.Delivery;

namespace Magpie.Functions.Delivery;

/// <summary>What an answer of Cloudinary, or the lack of one, means for a delivery.</summary>
internal static class CloudinaryErrors
{
    /// <summary>The longest piece of Cloudinary's own words that goes into a message. Characters.</summary>
    private const int LongestQuote = 200;

    /// <summary>The error an answer stands for; null when it is a success.</summary>
    /// <param name="said">What the service said, if it said something.</param>
    public static DeliveryError? Of(HttpStatusCode status, string? said, TimeSpan? retryAfter, CloudinaryAccount account) => (int)status switch
    {
        >= 200 and < 300 => said is null ? null : Refused(status, said, account),
        401 or 403 => new(
            DeliveryErrorCodes.Unauthorized,
            $"Cloudinary does not accept the key, the secret or the signature ({Http(status)}). "
            + "Check CLOUDINARY_URL, or CLOUDINARY_CLOUD_NAME, CLOUDINARY_API_KEY and CLOUDINARY_API_SECRET.",
            Transient: false),
        420 or 429 => new(
            DeliveryErrorCodes.Throttled, $"Cloudinary takes no more calls for now ({Http(status)}).", Transient: true, retryAfter),
        408 or >= 500 => new(
            DeliveryErrorCodes.Unavailable, $"Cloudinary failed ({Http(status)}).", Transient: true, retryAfter),
        _ => Refused(status, said, account),
    };

    /// <summary>There was no answer, half of one, or one that makes no sense.</summary>
    public static DeliveryError Unanswered(CloudinaryExchange exchange) => new(
        DeliveryErrorCodes.Unavailable,
        exchange switch
        {
            { TimedOut: true } => "Cloudinary did not answer in time.",
            { Status: not null } => "Cloudinary answered with something that makes no sense.",
            _ => "The connection to Cloudinary failed before its answer was complete.",
        },
        Transient: true);

    /// <summary>So many calls failed that none is made for now.</summary>
    public static DeliveryError LeftAlone(TimeSpan? retryAfter) => new(
        DeliveryErrorCodes.Unavailable, "Cloudinary failed too often; it is left alone for some seconds.", Transient: true, retryAfter);

    private static DeliveryError Refused(HttpStatusCode status, string? said, CloudinaryAccount account) => new(
        DeliveryErrorCodes.Refused,
        $"Cloudinary refused the call ({Http(status)}){(said is null ? "." : $": {Quote(said, account)}")}",
        Transient: false);

    private static string Quote(string said, CloudinaryAccount account)
    {
        var clean = account.Redact(string.Concat(said.Where(letter => !char.IsControl(letter))));
        return clean.Length <= LongestQuote ? clean : clean[..LongestQuote] + "…";
    }

    private static string Http(HttpStatusCode status) => string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)status}");
}
