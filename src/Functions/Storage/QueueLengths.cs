using Azure;
using Azure.Storage.Queues;

namespace Magpie.Functions.Storage;

/// <summary>How many messages wait in our queues, and in what is parked beside each after the last try.</summary>
public sealed class QueueLengths
{
    private const string Suffix = "-poison";
    private const string LostBlobs = "webjobs-blobtrigger-poison";

    private readonly QueueServiceClient _queues;

    public QueueLengths(QueueServiceClient queues, IEnumerable<StorageResource> resources)
    {
        _queues = queues;
        Own = [.. resources.Where(resource => resource.Kind == StorageResourceKind.Queue).Select(resource => resource.Name)];
        Parked = [.. Own.Select(name => name + Suffix), LostBlobs];
    }

    /// <summary>The queues that work comes by.</summary>
    public IReadOnlyList<string> Own { get; }

    /// <summary>Where the host puts what failed five times.</summary>
    public IReadOnlyList<string> Parked { get; }

    /// <summary>About so many in each; leaves out queues that are not there (those for what is parked come with the first), and all while storage does not answer.</summary>
    public async Task<IReadOnlyList<QueueLength>> ReadAsync(IEnumerable<string> names, CancellationToken cancellationToken) =>
        [.. (await Task.WhenAll(names.Select(name => ReadAsync(name, cancellationToken)))).OfType<QueueLength>()];

    private async Task<QueueLength?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var properties = await _queues.GetQueueClient(name).GetPropertiesAsync(cancellationToken);
            return new QueueLength(name, properties.Value.ApproximateMessagesCount);
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException or OperationCanceledException)
        {
            return null;
        }
    }
}

/// <summary>A queue and how many messages wait in it, those that are worked on included.</summary>
public sealed record QueueLength(string Queue, int Messages);
