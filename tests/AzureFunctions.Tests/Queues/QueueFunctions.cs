using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.AzureFunctions.Tests.Queues;

public sealed record Order(string Name, int Count);

public sealed class TextFunctions(Journal journal)
{
    [Function("Text")]
    public Task RunAsync([QueueTrigger("%Place%")] string message, int dequeueCount, CancellationToken cancellationToken) =>
        journal.RunAsync($"{message} {dequeueCount}", cancellationToken);
}

public sealed class OrderFunctions(Journal journal)
{
    [Function("Order")]
    public Task RunAsync([QueueTrigger("%Place%")] Order message, CancellationToken cancellationToken) =>
        journal.RunAsync($"{message.Count} of {message.Name}", cancellationToken);
}

public sealed class MessageFunctions(Journal journal)
{
    [Function("Message")]
    public Task RunAsync([QueueTrigger("%Place%")] QueueMessage message, string id, CancellationToken cancellationToken) =>
        journal.RunAsync($"{message.Body} {id == message.MessageId}", cancellationToken);
}

public sealed class BytesFunctions(Journal journal)
{
    [Function("Bytes")]
    public Task RunAsync([QueueTrigger("%Place%")] byte[] message, CancellationToken cancellationToken) =>
        journal.RunAsync(Convert.ToHexString(message), cancellationToken);
}

public sealed class BinaryFunctions(Journal journal)
{
    [Function("Binary")]
    public Task RunAsync([QueueTrigger("%Place%")] BinaryData message, CancellationToken cancellationToken) =>
        journal.RunAsync(Convert.ToHexString(message.ToArray()), cancellationToken);
}
