using Magpie.Assets;

namespace Magpie.Uploads;

/// <summary>A reserved asset and where to put its bytes.</summary>
/// <param name="Url">Null when the bytes of an earlier, same request have arrived already.</param>
/// <param name="MaxBytes">The declared size: more is refused when it arrives.</param>
public sealed record UploadTicket(string Id, UploadUrl? Url, long MaxBytes, AssetState State);

/// <summary>The answer to a request for places: <see cref="Reserved"/>, <see cref="Refused"/> or <see cref="KeyReused"/>.</summary>
public abstract record ReserveResult
{
    private ReserveResult()
    {
    }

    /// <summary>One ticket a file, in the order of the files.</summary>
    public sealed record Reserved(IReadOnlyList<UploadTicket> Tickets) : ReserveResult;

    /// <summary>Nothing was reserved, for these reasons.</summary>
    public sealed record Refused(IReadOnlyList<UploadError> Errors) : ReserveResult;

    /// <summary>The idempotency key came before with other files.</summary>
    public sealed record KeyReused : ReserveResult;
}

/// <summary>The answer to a request for a fresh URL: <see cref="Renewed"/>, <see cref="NotFound"/> or <see cref="NotReserved"/>.</summary>
public abstract record RenewResult
{
    private RenewResult()
    {
    }

    public sealed record Renewed(UploadTicket Ticket) : RenewResult;

    /// <summary>No such asset, or none that the caller may see.</summary>
    public sealed record NotFound : RenewResult;

    /// <summary>Its bytes have arrived, or never will.</summary>
    public sealed record NotReserved(AssetState State) : RenewResult;
}
