using Magpie.Delivery;

namespace Magpie.Functions.Delivery;

/// <summary>Errors that both adapters give.</summary>
internal static class DeliveryErrors
{
    /// <summary>The original changed or vanished; what arrived has to be looked at anew.</summary>
    public static DeliveryError OriginalGone { get; } = new(
        DeliveryErrorCodes.OriginalGone, "The uploaded file changed or vanished while it was delivered.", Transient: true);
}
