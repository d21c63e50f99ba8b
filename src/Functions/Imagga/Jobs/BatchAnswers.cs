using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Magpie.Functions.Imagga.Jobs;

/// <summary>The answers of a batch, kept beside its ticket a part at a time, and joined when all are there.</summary>
internal sealed class BatchAnswers(TicketStore tickets, JobMessage message)
{
    /// <summary>Whether a part is there.</summary>
    public Task<bool> HasAsync(int part, CancellationToken cancellationToken) => tickets.HasPartAsync(message.Account, message.Ticket, part, cancellationToken);

    /// <summary>Keeps a part: envelopes as JSON, in the order of their calls.</summary>
    public Task KeepAsync(int part, IEnumerable<byte[]> answers, CancellationToken cancellationToken) =>
        tickets.AddPartAsync(message.Account, message.Ticket, part, Json(json =>
        {
            json.WriteStartArray();
            foreach (var answer in answers)
            {
                json.WriteRawValue(answer, skipInputValidation: true);
            }

            json.WriteEndArray();
        }), cancellationToken);

    /// <summary>All of them, a list for each endpoint.</summary>
    public async Task<ReadOnlyMemory<byte>> ResultAsync(BatchRequest batch, int parts, CancellationToken cancellationToken)
    {
        var result = new ArrayBufferWriter<byte>(4096);
        await using var json = new Utf8JsonWriter(result);
        await using var answers = ReadAsync(parts, cancellationToken).GetAsyncEnumerator(cancellationToken);
        json.WriteStartObject();
        foreach (var (endpoint, calls) in batch.Endpoints)
        {
            json.WriteStartArray(endpoint);
            for (var call = 0; call < calls.Count && await answers.MoveNextAsync(); call++)
            {
                json.WriteRawValue(JsonMarshal.GetRawUtf8Value(answers.Current), skipInputValidation: true);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
        return result.WrittenMemory;
    }

    private async IAsyncEnumerable<JsonElement> ReadAsync(int parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var part = 0; part < parts; part++)
        {
            using var answers = JsonDocument.Parse(await tickets.PartAsync(message.Account, message.Ticket, part, cancellationToken));
            foreach (var answer in answers.RootElement.EnumerateArray())
            {
                yield return answer;
            }
        }
    }

    private static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(body))
        {
            write(json);
        }

        return body.WrittenMemory;
    }
}
