using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Imagga.Jobs;

/// <summary>Works on tickets: has the work done, ends the ticket, and has its owner told. Harmless when it runs again.</summary>
public sealed partial class JobRunner
{
    private readonly TicketStore _tickets;
    private readonly JobQueue _queue;
    private readonly Dictionary<string, IJobWorker> _workers;
    private readonly ILogger<JobRunner> _logger;

    internal JobRunner(TicketStore tickets, JobQueue queue, IEnumerable<IJobWorker> workers, ILogger<JobRunner> logger)
    {
        (_tickets, _queue, _logger) = (tickets, queue, logger);
        _workers = workers.ToDictionary(worker => worker.Kind, StringComparer.Ordinal);
    }

    /// <summary>Works on one.</summary>
    public async Task RunAsync(JobMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!_workers.TryGetValue(message.Kind, out var worker))
        {
            Log.Unknown(_logger, message.Ticket, message.Account, message.Kind);
            await GiveUpAsync(message, cancellationToken);
            return;
        }

        if (await _tickets.HasEndedAsync(message.Account, message.Ticket, cancellationToken))
        {
            // Whoever ended it may have been killed before it told the owner.
            await TellAsync(message, cancellationToken);
        }
        else if (await _tickets.RequestAsync(message.Account, message.Ticket, cancellationToken) is { } request)
        {
            if (await worker.WorkAsync(message, request.ToMemory(), cancellationToken) is { } result)
            {
                await EndAsync(message, result, cancellationToken);
            }
            else
            {
                await _queue.SendAsync(message, TimeSpan.Zero, cancellationToken);
            }
        }
    }

    /// <summary>Ends a ticket that could not be worked on.</summary>
    public Task GiveUpAsync(JobMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        return EndAsync(message, """{"error":"The work failed several times. Send the request again."}"""u8.ToArray(), cancellationToken);
    }

    private async Task EndAsync(JobMessage message, ReadOnlyMemory<byte> result, CancellationToken cancellationToken)
    {
        await _tickets.CompleteAsync(message.Account, message.Ticket, result, cancellationToken);
        await TellAsync(message, cancellationToken);
    }

    private Task TellAsync(JobMessage message, CancellationToken cancellationToken) =>
        message.Callback is null ? Task.CompletedTask : _queue.SendAsync(message with { CallbackAttempt = 1 }, TimeSpan.Zero, cancellationToken);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Ticket {Ticket} of {Account} is for work that this version does not know: {Kind}")]
        public static partial void Unknown(ILogger logger, string ticket, string account, string kind);
    }
}
