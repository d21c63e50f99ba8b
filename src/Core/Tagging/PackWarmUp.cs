using Microsoft.Extensions.Hosting;

namespace Magpie.Tagging;

/// <summary>Loads the models in the background once the service has started.</summary>
public sealed class PackWarmUp(PackRegistry registry, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Serving first: loading a model occupies a core.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var starting = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        registry.Warm(stoppingToken);
    }
}
