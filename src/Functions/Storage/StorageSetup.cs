using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Storage;

/// <summary>Creates what is missing in the storage account, beside the start and for as long as it takes: storage may come later than we do.</summary>
public sealed partial class StorageSetup(
    IEnumerable<StorageResource> resources,
    BlobServiceClient blobs,
    QueueServiceClient queues,
    TableServiceClient tables,
    BlobCors cors,
    StorageMarker marker,
    Random jitter,
    TimeProvider time,
    ILogger<StorageSetup> logger) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when everything is there.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Does something until it works, with growing pauses; mistakes of ours (<see cref="ArgumentException"/>) are not repeated.</summary>
    public async Task RetryAsync(Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(action);
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await action(cancellationToken);
                return;
            }
            catch (Exception exception) when (exception is not ArgumentException && !cancellationToken.IsCancellationRequested)
            {
                Log.Waiting(logger, exception.GetType().Name, pause.TotalSeconds);
            }

            await Task.Delay(pause * (0.75 + (jitter.NextDouble() / 2)), time, cancellationToken);
        }
    }

    /// <summary>Creates what is missing, once; for when something was found to be missing that had been there.</summary>
    public async Task RepairAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await CreateAllAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The rest of the start goes on.
        await Task.Yield();
        var wanted = string.Join('\n', resources.Distinct().Select(resource => resource.ToString()).Order(StringComparer.Ordinal));
        var done = (Resources: false, Origins: false);
        await RetryAsync(async token => done = await marker.ReadAsync(wanted, cors.Wanted, token), stoppingToken);
        if (!done.Resources)
        {
            await RetryAsync(RepairAsync, stoppingToken);
        }

        _ready.TrySetResult();
        if (!done.Origins)
        {
            await RetryAsync(cors.EnsureAsync, stoppingToken);
        }

        if (done != (true, true))
        {
            await RetryAsync(token => marker.WriteAsync(wanted, cors.Wanted, token), stoppingToken);
        }
    }

    private Task CreateAllAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(resources.Distinct().Select(resource => CreateAsync(resource, cancellationToken)));

    private Task CreateAsync(StorageResource resource, CancellationToken cancellationToken) => resource.Kind switch
    {
        StorageResourceKind.Container => blobs.GetBlobContainerClient(resource.Name).CreateIfNotExistsAsync(cancellationToken: cancellationToken),
        StorageResourceKind.Queue => queues.GetQueueClient(resource.Name).CreateIfNotExistsAsync(cancellationToken: cancellationToken),
        _ => tables.GetTableClient(resource.Name).CreateIfNotExistsAsync(cancellationToken),
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Storage is not ready ({Reason}); next try in {Seconds} s")]
        public static partial void Waiting(ILogger logger, string reason, double seconds);
    }
}
