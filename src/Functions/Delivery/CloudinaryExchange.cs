using System.Net;

namespace Magpie.Functions.Delivery;

/// <summary>
/// What one try of a call did on the wire. The SDK keeps the status of a refused chunk and <c>Retry-After</c> to itself, and takes no
/// token for some calls; this carries them around it.
/// </summary>
internal sealed class CloudinaryExchange(CancellationToken cancellationToken)
{
    /// <summary>Ends the HTTP call that runs, and those that follow.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Status of the last answer; null while there was none, or it broke off.</summary>
    public HttpStatusCode? Status { get; set; }

    /// <summary>How long the service asked to be left alone.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>Whether the last HTTP call took longer than it may.</summary>
    public bool TimedOut { get; set; }

    /// <summary>How often a chunk was sent again.</summary>
    public int ChunksSentAgain { get; set; }

    /// <summary>A chunk failed as often as it may: starting the file over would not help.</summary>
    public bool ChunkGivenUp { get; set; }
}
