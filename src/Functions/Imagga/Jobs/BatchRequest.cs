using System.Text.Json;

namespace Magpie.Functions.Imagga.Jobs;

/// <summary>What a batch asks: endpoints with parameters each, in the order they came.</summary>
internal sealed record BatchRequest(IReadOnlyList<(string Endpoint, IReadOnlyList<IReadOnlyDictionary<string, string>> Calls)> Endpoints, string? Callback)
{
    /// <summary>Calls of one batch.</summary>
    public const int MaxCalls = 1_000;

    /// <summary>Reads a body; a sentence when it is none.</summary>
    public static (BatchRequest? Batch, string? Problem) Parse(ReadOnlyMemory<byte> body, Func<string, bool> isEndpoint) =>
        JsonRequest.Read(body, root => Read(root, isEndpoint), Expected);

    private const string Expected =
        """Send a JSON object (Content-Type application/json) such as {"/tags":[{"params":{"image_url":"https://…"}}],"callback_url":"https://…"}.""";

    private static (BatchRequest? Batch, string? Problem) Read(JsonElement root, Func<string, bool> isEndpoint)
    {
        var endpoints = new List<(string, IReadOnlyList<IReadOnlyDictionary<string, string>>)>();
        var (callback, wrong) = JsonRequest.Callback(root);
        if (wrong is not null)
        {
            return (null, wrong);
        }

        var count = 0;
        foreach (var member in root.EnumerateObject())
        {
            if (member.NameEquals("callback_url"))
            {
                continue;
            }

            if (!isEndpoint(member.Name) || endpoints.Exists(known => known.Item1 == member.Name))
            {
                return (null, "A key of the batch is no endpoint that looks at images, or comes twice. Keys are such as \"/tags\" and \"/colors\".");
            }

            if (member.Value.ValueKind != JsonValueKind.Array || (count += member.Value.GetArrayLength()) > MaxCalls)
            {
                return (null, $"Each endpoint has a list of calls; at most {MaxCalls:N0} calls in all.");
            }

            var calls = member.Value.EnumerateArray().Select(Parameters).ToArray();
            if (calls.Contains(null))
            {
                return (null, Expected);
            }

            endpoints.Add((member.Name, calls!));
        }

        return count == 0 ? (null, Expected) : (new(endpoints, callback), null);
    }

    private static Dictionary<string, string>? Parameters(JsonElement call)
    {
        if (call.ValueKind != JsonValueKind.Object || !call.TryGetProperty("params", out var given) || given.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in given.EnumerateObject())
        {
            var value = parameter.Value.ValueKind switch
            {
                JsonValueKind.String => parameter.Value.GetString(),
                JsonValueKind.Number => parameter.Value.GetRawText(),
                JsonValueKind.True => "1",
                JsonValueKind.False => "0",
                _ => null,
            };
            if (value is null || parameters.Count == ImaggaParameters.Most || !parameters.TryAdd(parameter.Name, value))
            {
                return null;
            }
        }

        return parameters;
    }
}
