using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Imagga.Jobs;

/// <summary>Works on a batch: each call as the endpoint answers a GET, an error for its own call alone.</summary>
internal sealed class BatchRunner(ImaggaDispatcher dispatcher) : IJobWorker
{
    public const string JobKind = "batch";

    private const int Parallel = 4;

    public string Kind => JobKind;

    /// <summary>Whether a batch may name this endpoint.</summary>
    public bool IsEndpoint(string path) => dispatcher.Routes.Any(route => route.IsTechnology && PathOf(route) == path);

    public async Task<ReadOnlyMemory<byte>> WorkAsync(JobMessage message, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        if (BatchRequest.Parse(request, IsEndpoint).Batch is not { } batch)
        {
            return """{"error":"The batch names endpoints that are no more. Send it again without them."}"""u8.ToArray();
        }

        var calls = batch.Endpoints.SelectMany(endpoint => endpoint.Calls.Select(parameters => (endpoint.Endpoint, Parameters: parameters))).ToArray();
        var answers = new ImaggaAnswer[calls.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForAsync(0, calls.Length, options, async (index, token) =>
            answers[index] = await AnswerAsync(message, index, calls[index].Endpoint, calls[index].Parameters, token));
        return Result(batch, answers);
    }

    private async Task<ImaggaAnswer> AnswerAsync(
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

        return Find(endpoint, given) is { } found
            ? await dispatcher.AnswerAsync(message, $"{message.Ticket}-{index}", found.Route, found.Variables, parameters, cancellationToken)
            : ImaggaAnswer.Error(StatusCodes.Status404NotFound, "There is no such endpoint for these parameters.");
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

    private static ReadOnlyMemory<byte> Result(BatchRequest batch, ImaggaAnswer[] answers)
    {
        var result = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(result))
        {
            var next = 0;
            json.WriteStartObject();
            foreach (var (endpoint, calls) in batch.Endpoints)
            {
                json.WriteStartArray(endpoint);
                foreach (var _ in calls)
                {
                    answers[next++].Write(json);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return result.WrittenMemory;
    }
}
