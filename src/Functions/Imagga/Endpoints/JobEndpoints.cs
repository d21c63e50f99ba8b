using System.Text.Json;
using Magpie.Functions.Imagga.Jobs;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/batches</c> and <c>/tickets</c>: work that is asked for now and fetched later.</summary>
internal sealed class JobEndpoints(TicketStore tickets, JobStarter jobs, Lazy<BatchRunner> runner) : IImaggaEndpoints
{
    public IReadOnlyList<ImaggaRoute> Routes =>
    [
        new("/batches", ["POST"], StartAsync),
        new("/tickets/{ticket_id}", ["GET"], FindAsync),
    ];

    private async Task<ImaggaAnswer> StartAsync(ImaggaCall call, CancellationToken cancellationToken)
    {
        var (batch, problem) = BatchRequest.Parse(call.Body, runner.Value.IsEndpoint);
        if (problem is not null)
        {
            return ImaggaAnswer.BadRequest(problem);
        }

        var (ticket, error) = await jobs.StartAsync(call, BatchRunner.JobKind, call.Body, batch!.Callback, cancellationToken);
        return error ?? ImaggaAnswer.Ok(new TicketResult(new StatusResult("", "success"), ticket), ImaggaJson.Default.TicketResult);
    }

    private async Task<ImaggaAnswer> FindAsync(ImaggaCall call, CancellationToken cancellationToken) =>
        await tickets.FindAsync(call.Account, call["ticket_id"], cancellationToken) switch
        {
            FoundTicket.Pending => ImaggaAnswer.Ok(new TicketState(false, null), ImaggaJson.Default.TicketState),
            FoundTicket.Final final => ImaggaAnswer.Ok(new TicketState(true, JsonDocument.Parse(final.Result).RootElement), ImaggaJson.Default.TicketState),
            FoundTicket.Expired => ImaggaAnswer.Error(StatusCodes.Status410Gone, "The ticket is not kept any more: tickets are kept for 24 hours."),
            _ => ImaggaAnswer.Error(StatusCodes.Status404NotFound, "There is no ticket of this id."),
        };
}

/// <summary>A ticket, as the example of <c>/batches</c> has it.</summary>
/// <param name="Status">Only there.</param>
internal sealed record TicketResult(StatusResult? Status, string TicketId)
{
    /// <summary>As every other endpoint that begins work answers.</summary>
    public static ImaggaAnswer Of(string ticket) => ImaggaAnswer.Ok(new TicketResult(null, ticket), ImaggaJson.Default.TicketResult);
}

/// <summary>The status that the example repeats within the result.</summary>
internal sealed record StatusResult(string Text, string Type);

/// <summary>Whether a ticket is done, and what came of it.</summary>
/// <param name="TicketResult">Left out until it is.</param>
internal sealed record TicketState(bool IsFinal, JsonElement? TicketResult);
