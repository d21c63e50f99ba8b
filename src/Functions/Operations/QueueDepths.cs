using System.Diagnostics.Metrics;
using Magpie.Functions.Storage;
using Magpie.Operations;
using Microsoft.Extensions.Hosting;

namespace Magpie.Functions.Operations;

/// <summary>Looks every half minute how many messages wait in each of our queues, and in what is parked beside it after the last try.</summary>
internal sealed class QueueDepths : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly QueueLengths _lengths;
    private readonly TimeProvider _time;
    private volatile Measurement<long>[] _last = [];

    public QueueDepths(QueueLengths lengths, TimeProvider time)
    {
        (_lengths, _time) = (lengths, time);
        Telemetry.Meter.CreateObservableGauge("magpie.queue.depth", () => _last, "{message}", "Messages that wait in a queue, about; looked at every 30 s.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, _time);
        do
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            limit.CancelAfter(Limit);
            var read = await _lengths.ReadAsync([.. _lengths.Own, .. _lengths.Parked], limit.Token);
            _last = [.. read.Select(length => new Measurement<long>(length.Messages, new KeyValuePair<string, object?>("queue", length.Queue)))];
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
