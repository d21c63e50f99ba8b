using Magpie.Functions.Storage;
using Magpie.Tagging;
using Microsoft.Extensions.Hosting;

namespace Magpie.Functions.Tagging;

/// <summary>
/// Loads the models, then the names of what they say, in the background, once the service serves and its storage is there: loading occupies a core, and whoever waits for the
/// service to be ready would wait for it too.
/// </summary>
public sealed class ModelWarmUp(PackRegistry registry, Vocabulary vocabulary, StorageSetup storage, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>Storage that comes later than this does not hold up the models.</summary>
    private static readonly TimeSpan StorageLimit = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var starting = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await Task.WhenAny(storage.Ready, Task.Delay(StorageLimit, stoppingToken));
        stoppingToken.ThrowIfCancellationRequested();
        registry.Warm(stoppingToken);
        vocabulary.Warm();
    }
}
