using System.Text.Json;
using Azure.Storage.Queues.Models;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A queue message, decoded: binds its text, its bytes, itself, or an object read from its JSON.</summary>
internal sealed class QueueTriggerInput(QueueMessage message) : TriggerInput
{
    private Dictionary<string, object?>? _bindingData;

    public override IReadOnlyDictionary<string, object?> BindingData => _bindingData ??= new(StringComparer.OrdinalIgnoreCase)
    {
        ["QueueTrigger"] = message.MessageText,
        ["Id"] = message.MessageId,
        ["PopReceipt"] = message.PopReceipt,
        ["DequeueCount"] = message.DequeueCount,
        ["InsertionTime"] = message.InsertedOn,
        ["ExpirationTime"] = message.ExpiresOn,
        ["NextVisibleTime"] = message.NextVisibleOn,
    };

    public override ValueTask<object?> BindAsync(Type type, CancellationToken cancellationToken) => ValueTask.FromResult(
        type == typeof(string) ? message.MessageText
        : type == typeof(byte[]) ? message.Body.ToArray()
        : type == typeof(BinaryData) ? message.Body
        : type == typeof(QueueMessage) ? message
        : JsonSerializer.Deserialize(message.Body.ToMemory().Span, type, BindingDataConverter.CaseInsensitive));
}
