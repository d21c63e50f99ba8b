using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Storage.Queues;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where blobs go that failed too often: the queue <c>webjobs-blobtrigger-poison</c>, in the real host's words.</summary>
internal sealed partial class PoisonBlobQueue(QueueServiceClient service, bool base64)
{
    private const string QueueName = "webjobs-blobtrigger-poison";

    public Task SendAsync(string functionId, BlobVersion version, CancellationToken cancellationToken)
    {
        var type = version.Blob.Properties.BlobType?.ToString() ?? "Block";
        var message = new Message("BlobTrigger", functionId, $"{type}Blob", version.Container, version.Name, version.ETag.ToString("H"));
        var json = JsonSerializer.SerializeToUtf8Bytes(message, MessageJson.Default.Message);
        var body = base64 ? BinaryData.FromString(Convert.ToBase64String(json)) : BinaryData.FromBytes(json);
        return PoisonQueue.SendAsync(service.GetQueueClient(QueueName), body, cancellationToken);
    }

    private sealed record Message(string Type, string FunctionId, string BlobType, string ContainerName, string BlobName, string ETag);

    [JsonSerializable(typeof(Message))]
    private sealed partial class MessageJson : JsonSerializerContext;
}
