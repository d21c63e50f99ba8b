using Magpie.Assets;

namespace Magpie.Delivery;

/// <summary>What became of a delivery: <see cref="Delivered"/> or <see cref="DeliveryFailed"/>.</summary>
public abstract record DeliveryResult
{
    private protected DeliveryResult()
    {
    }
}

/// <summary>The file is served.</summary>
/// <param name="PublicId"><c>gallery/{id}</c>, see <see cref="MediaNames.PublicId"/>.</param>
/// <param name="Urls">Absolute, or a path on this service's own host.</param>
public sealed record Delivered(string PublicId, AssetUrls Urls) : DeliveryResult;

/// <summary>The file is not served, or not known to be.</summary>
public sealed record DeliveryFailed(DeliveryError Error) : DeliveryResult;

/// <summary>Why the service did not do what it was asked.</summary>
/// <param name="Code">See <see cref="DeliveryErrorCodes"/>.</param>
/// <param name="Message">A sentence that an operator can act on; holds no secret and nothing the service said about one.</param>
/// <param name="Transient">Whether the same call may work later.</param>
/// <param name="RetryAfter">How long the service asked to be left alone, when it did.</param>
public sealed record DeliveryError(string Code, string Message, bool Transient, TimeSpan? RetryAfter = null);

/// <summary>The values of <see cref="DeliveryError.Code"/>.</summary>
public static class DeliveryErrorCodes
{
    /// <summary>The service does not accept our key, secret or signature: the settings are wrong.</summary>
    public const string Unauthorized = "delivery-unauthorized";

    /// <summary>The service does not accept the file or its parameters; a repeat will not change that.</summary>
    public const string Refused = "delivery-refused";

    /// <summary>Too many calls (HTTP 420 or 429).</summary>
    public const string Throttled = "delivery-throttled";

    /// <summary>No answer, half an answer, an answer that makes no sense, or HTTP 5xx.</summary>
    public const string Unavailable = "delivery-unavailable";

    /// <summary>The original changed or vanished under the delivery.</summary>
    public const string OriginalGone = "delivery-original-gone";
}
