using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the listeners of all triggers that are not HTTP, from when HTTP listens until the shutdown begins.</summary>
internal sealed partial class TriggerHost(
    FunctionCatalog catalog,
    IEnumerable<ITriggerKind> kinds,
    InvocationLifetime lifetime,
    IHostApplicationLifetime application,
    ILogger<TriggerHost> logger) : IHostedService, IDisposable
{
    private readonly ConcurrentBag<ITriggerListener> _listeners = [];
    private Task _listening = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        application.ApplicationStarted.Register(() => _listening = Task.Run(ListenAsync, CancellationToken.None));
        return Task.CompletedTask;
    }

    /// <summary>Waits for the listeners to end and for what runs to finish or, after its patience, be cancelled.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_listening, lifetime.Drained).WaitAsync(cancellationToken);

    public void Dispose()
    {
        foreach (var listener in _listeners)
        {
            listener.Dispose();
        }
    }

    private Task ListenAsync()
    {
        foreach (var name in catalog.Disabled)
        {
            Log.Disabled(logger, name);
        }

        return Task.WhenAll(catalog.Functions.SelectMany(function => kinds.Select(kind => ListenAsync(kind, function))));
    }

    private async Task ListenAsync(ITriggerKind kind, FunctionDescriptor function)
    {
        try
        {
            if (kind.ListenerFor(function) is { } listener)
            {
                _listeners.Add(listener);
                Log.Listening(logger, function.Name);
                await listener.ListenAsync(lifetime.Stopping);
            }
        }
        catch (OperationCanceledException) when (lifetime.Stopping.IsCancellationRequested)
        {
            // The shutdown began.
        }
        catch (Exception failure)
        {
            Log.NotListening(logger, failure, function.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Function {Function} is disabled by a setting")]
        public static partial void Disabled(ILogger logger, string function);

        [LoggerMessage(2, LogLevel.Debug, "Function {Function} listens")]
        public static partial void Listening(ILogger logger, string function);

        [LoggerMessage(3, LogLevel.Error, "Function {Function} does not listen")]
        public static partial void NotListening(ILogger logger, Exception failure, string function);
    }
}
