namespace Magpie.Functions.Imagga.Jobs;

/// <summary>Begins work that ends later.</summary>
public sealed class JobStarter(TicketStore tickets, JobQueue queue, CallbackCaller caller)
{
    /// <summary>A ticket for the work; or why there is none.</summary>
    /// <param name="kind">The <see cref="IJobWorker.Kind"/> of what does it.</param>
    /// <param name="request">What it needs to know; kept as it is.</param>
    /// <param name="callback">Where to say that it is done; null for nowhere.</param>
    internal async Task<(string Ticket, ImaggaAnswer? Error)> StartAsync(
        ImaggaCall call, string kind, ReadOnlyMemory<byte> request, string? callback, CancellationToken cancellationToken)
    {
        if (callback is not null && caller.ProblemOf(callback) is { } problem)
        {
            return ("", ImaggaAnswer.BadRequest(problem));
        }

        var ticket = await tickets.AddAsync(call.Account, request, cancellationToken);
        await queue.SendAsync(new JobMessage(call.Account, ticket, callback) { Kind = kind, Key = call.Key }, TimeSpan.Zero, cancellationToken);
        return (ticket, null);
    }
}
