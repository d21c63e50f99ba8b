using Magpie.Delivery;

namespace Magpie.Ingest;

/// <summary>What a call of the ingestor came to.</summary>
public enum IngestOutcome
{
    /// <summary>Delivered, committed and indexed.</summary>
    Ready,

    /// <summary>Refused for a reason in the file.</summary>
    Rejected,

    /// <summary>The asset was settled before; what was written since is gone.</summary>
    AlreadySettled,

    /// <summary>Nobody reserved it; removed.</summary>
    Unreserved,

    /// <summary>There is no blob, and nothing waits for one.</summary>
    Nothing,
}

/// <summary>
/// A try failed for a reason that is ours. The reason stands on the asset; whoever called tries again later and, after the last try,
/// calls <see cref="Ingestor.GiveUpAsync"/>.
/// </summary>
public sealed class IngestException : Exception
{
    public IngestException()
    {
    }

    public IngestException(string message)
        : base(message)
    {
    }

    /// <summary>The delivery service did not take the file.</summary>
    public IngestException(DeliveryError error)
        : base(error?.Message) => Error = error;

    /// <summary>What the delivery service answered; null when the reason is another.</summary>
    public DeliveryError? Error { get; }

    public IngestException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
