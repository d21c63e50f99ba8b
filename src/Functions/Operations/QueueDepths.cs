using System.Diagnostics.Metrics;
using Azure;
using Azure.Storage.Queues;
using Magpie.Functions.Storage;
using Magpie.Operations;
using Microsoft.Extensions.Hosting;

namespace Magpie.Functions.Operations;

/// <summary>Looks every half minute how many messages wait in each of our queues, and in what is parked beside it after the last try.</summary>
internal sealed class QueueDepths : BackgroundService
{
    private const string Poison = "-poison";
    private const string LostBlobs = "webjobs-blobtrigger-poison";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly QueueServiceClient _queues;
    private readonly TimeProvider _time;
    private readonly string[] _names;
    private volatile Measurement<long>[] _last = [];

    public QueueDepths(QueueServiceClient queues, IEnumerable<StorageResource> resources, TimeProvider time)
    {
        (_queues, _time) = (queues, time);
        var own = resources.Where(resource => resource.Kind == StorageResourceKind.Queue).Select(resource => resource.Name).ToArray();
        _names = [.. own, .. own.Select(name => name + Poison), LostBlobs];
        Telemetry.Meter.CreateObservableGauge("magpie.queue.depth", () => _last, "{message}", "Messages that wait in a queue, about; looked at every 30 s.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, _time);
        do
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            limit.CancelAfter(Limit);
            var read = await Task.WhenAll(_names.Select(name => ReadAsync(name, limit.Token)));
            _last = [.. read.OfType<Measurement<long>>()];
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Null where there is no such queue (those for lost messages come with the first), and while storage does not answer.</summary>
    private async Task<Measurement<long>?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var properties = await _queues.GetQueueClient(name).GetPropertiesAsync(cancellationToken);
            return new(properties.Value.ApproximateMessagesCount, new KeyValuePair<string, object?>("queue", name));
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException or OperationCanceledException)
        {
            return null;
        }
    }
}
