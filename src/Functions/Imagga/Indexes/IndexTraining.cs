using System.Buffers;
using System.Text.Json;
using Magpie.Functions.Imagga.Endpoints;
using Magpie.Functions.Imagga.Jobs;

namespace Magpie.Functions.Imagga.Indexes;

/// <summary>Trains indexes as jobs: a ticket now, and what was saved is found when it is final.</summary>
public sealed class IndexTraining(IndexStore indexes, JobStarter jobs) : IJobWorker
{
    private const string Family = "family";
    private const string Name = "name";

    string IJobWorker.Kind => "train";

    /// <summary>The ticket of a training, in the API's answer.</summary>
    /// <param name="callback">Where to say that it is done; null for nowhere.</param>
    internal async Task<ImaggaAnswer> StartAsync(ImaggaCall call, IndexName index, string? callback, CancellationToken cancellationToken)
    {
        var request = Json(json =>
        {
            json.WriteString(Family, index.Family);
            json.WriteString(Name, index.Name);
        });
        var (ticket, error) = await jobs.StartAsync(call, ((IJobWorker)this).Kind, request, callback, cancellationToken);
        return error ?? TicketResult.Of(ticket);
    }

    async Task<ReadOnlyMemory<byte>?> IJobWorker.WorkAsync(JobMessage message, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        using var asked = JsonDocument.Parse(request);
        var index = new IndexName(message.Account, asked.RootElement.GetProperty(Family).GetString()!, asked.RootElement.GetProperty(Name).GetString()!);
        var problem = await indexes.TrainAsync(index, cancellationToken);
        return Json(json => json.WriteString(problem is null ? "message" : "error", problem ?? "Training has finished."));
    }

    private static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }
}
