using Magpie.Functions.Http;
using Magpie.Functions.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Imagga.Jobs;

/// <summary>
/// Works on a batch: each call as the endpoint answers a GET, an error for its own call alone. Answers are kept a part at a time, so that whoever goes on
/// after a kill, or when a message had its time, asks only for what is missing.
/// </summary>
internal sealed partial class BatchRunner(ImaggaDispatcher dispatcher, TicketStore tickets, TimeProvider time, ILogger<BatchRunner> logger) : IJobWorker
{
    public const string JobKind = "batch";

    /// <summary>Calls whose answers are kept together: what a kill costs.</summary>
    private const int PartCalls = 16;

    private const int Parallel = 4;

    /// <summary>How long one message is worked on; the host ends those that take ten minutes.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromMinutes(1);

    public string Kind => JobKind;

    /// <summary>Whether a batch may name this endpoint.</summary>
    public bool IsEndpoint(string path) => dispatcher.Routes.Any(route => route.IsTechnology && PathOf(route) == path);

    public async Task<ReadOnlyMemory<byte>?> WorkAsync(JobMessage message, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        if (BatchRequest.Parse(request, IsEndpoint).Batch is not { } batch)
        {
            return """{"error":"The batch names endpoints that are no more. Send it again without them."}"""u8.ToArray();
        }

        var began = time.GetTimestamp();
        var answers = new BatchAnswers(tickets, message);
        var parts = batch.Endpoints.SelectMany(endpoint => endpoint.Calls.Select(parameters => (endpoint.Endpoint, parameters))).Chunk(PartCalls).ToArray();
        for (var (part, isBegun) = (0, false); part < parts.Length; part++)
        {
            if (await answers.HasAsync(part, cancellationToken))
            {
                continue;
            }

            if (isBegun && time.GetElapsedTime(began) > Slice)
            {
                return null;
            }

            isBegun = true;
            await answers.KeepAsync(part, await AskAsync(message, part * PartCalls, parts[part], cancellationToken), cancellationToken);
        }

        return await answers.ResultAsync(batch, parts.Length, cancellationToken);
    }

    private async Task<byte[][]> AskAsync(
        JobMessage message, int first, (string Endpoint, IReadOnlyDictionary<string, string> Parameters)[] calls, CancellationToken cancellationToken)
    {
        var answers = new byte[calls.Length][];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForAsync(0, calls.Length, options, async (index, token) =>
            answers[index] = (await AskAsync(message, first + index, calls[index].Endpoint, calls[index].Parameters, token)).ToJson().ToArray());
        return answers;
    }

    private async Task<ImaggaAnswer> AskAsync(
        JobMessage message, int index, string endpoint, IReadOnlyDictionary<string, string> given, CancellationToken cancellationToken)
    {
        var parameters = new ImaggaParameters();
        foreach (var (name, value) in given)
        {
            if (parameters.Add(name, value) is { } problem)
            {
                return ImaggaAnswer.BadRequest(problem);
            }
        }

        if (Find(endpoint, given) is not { } found)
        {
            return ImaggaAnswer.Error(StatusCodes.Status404NotFound, "There is no such endpoint for these parameters.");
        }

        if (found.Route.AnswersPicture?.Invoke(parameters) == true)
        {
            return ImaggaAnswer.BadRequest($"The answer would be a picture, which the JSON of a batch cannot carry. Send this request to {endpoint} itself.");
        }

        try
        {
            return await dispatcher.AnswerAsync(message, $"{message.Ticket}-{index}", found.Route, found.Variables, parameters, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && !StorageFailures.IsAway(failure))
        {
            Log.Failed(logger, failure, index, endpoint, message.Ticket, message.Account);
            return ImaggaAnswer.Of(StorageFailures.MayBeAway(failure) ? Problems.StorageUnavailable : Problems.Internal);
        }
    }

    /// <summary>The route whose variables are among the parameters, as "categorizer_id" of <c>/categories</c> is; the one with the most of them.</summary>
    private (ImaggaRoute Route, IReadOnlyDictionary<string, string> Variables)? Find(string endpoint, IReadOnlyDictionary<string, string> parameters)
    {
        foreach (var route in dispatcher.Routes.Where(route => route.IsTechnology && PathOf(route) == endpoint).OrderByDescending(route => route.Variables.Count))
        {
            if (route.Variables.All(parameters.ContainsKey))
            {
                return (route, route.Variables.ToDictionary(name => name, name => parameters[name], StringComparer.Ordinal));
            }
        }

        return null;
    }

    /// <summary>The path up to its first variable.</summary>
    private static string PathOf(ImaggaRoute route) => route.Path.Split("/{", 2)[0];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Call {Index} of a batch, to {Endpoint}, failed; ticket {Ticket} of {Account}")]
        public static partial void Failed(ILogger logger, Exception failure, int index, string endpoint, string ticket, string account);
    }
}
