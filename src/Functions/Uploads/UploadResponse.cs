using Magpie.Assets;
using Magpie.Uploads;

namespace Magpie.Functions.Uploads;

/// <summary>Answer of <c>POST /api/uploads</c>: one entry a file, in order.</summary>
public sealed record UploadsResponse(IReadOnlyList<UploadResponse> Uploads);

/// <summary>A place for one file.</summary>
/// <param name="UploadUrl">Null when its bytes have arrived already.</param>
/// <param name="Headers">What the PUT must carry.</param>
/// <param name="MaxBytes">The declared size; more is refused when it arrives.</param>
public sealed record UploadResponse(
    string Id, string? UploadUrl, string Method, IReadOnlyDictionary<string, string>? Headers, DateTimeOffset? ExpiresAt, long MaxBytes, string Status)
{
    public static UploadResponse From(UploadTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return new(
            ticket.Id, ticket.Url?.Url.AbsoluteUri, "PUT", ticket.Url?.Headers, ticket.Url?.ExpiresAt, ticket.MaxBytes, ticket.State.ToName());
    }

    /// <summary>Without the signature.</summary>
    public override string ToString() => Id;
}
