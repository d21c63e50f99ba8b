using Magpie.Functions.Imagga.Jobs;

namespace Magpie.Functions.Imagga.Endpoints;

/// <summary><c>/faces/groupings</c>: which of many faces are one person's, by ticket.</summary>
internal sealed class GroupingEndpoints(FaceReader reader, JobStarter jobs) : IImaggaEndpoints
{
    public IReadOnlyList<ImaggaRoute> Routes => [new("/faces/groupings", ["POST"], StartAsync)];

    private async Task<ImaggaAnswer> StartAsync(ImaggaCall call, CancellationToken cancellationToken)
    {
        var (request, problem) = GroupingRequest.Parse(call.Body);
        if (problem is not null)
        {
            return ImaggaAnswer.BadRequest(problem);
        }

        var (encodings, unread) = await reader.ReadAsync(call.Account, request!.Faces, cancellationToken);
        if (unread is not null)
        {
            return unread;
        }

        if (encodings.Any(encoding => encoding.Model != encodings[0].Model))
        {
            return FaceReader.Mixed;
        }

        var callback = call.Parameters.Text("callback_url") ?? request.Callback;
        var (ticket, error) = await jobs.StartAsync(call, GroupingRunner.JobKind, call.Body, callback, cancellationToken);
        return error ?? TicketResult.Of(ticket);
    }
}
