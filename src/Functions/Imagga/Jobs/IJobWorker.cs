namespace Magpie.Functions.Imagga.Jobs;

/// <summary>Does one kind of work that a ticket stands for. It may be done twice: after a kill it begins anew, or goes on from what it kept.</summary>
internal interface IJobWorker
{
    /// <summary>The <see cref="JobMessage.Kind"/> of its tickets.</summary>
    string Kind { get; }

    /// <summary>What came of it, JSON for <c>ticket_result</c>; null when it took its time and is to be called again, by a message of its own.</summary>
    /// <param name="request">What was kept with the ticket.</param>
    Task<ReadOnlyMemory<byte>?> WorkAsync(JobMessage message, ReadOnlyMemory<byte> request, CancellationToken cancellationToken);
}
