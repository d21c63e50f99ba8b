using System.Collections.Concurrent;
using System.Net;
using Magpie.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Magpie.AzureFunctions.Tests.Hosting;

/// <summary>Storage that comes and goes; an Azurite of its own.</summary>
public sealed class OutageTests() : StorageTests(new Azurite()), IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _log = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Azurite.DisposeAsync();

    [Fact]
    public async Task Storage_down_at_the_start_delays_the_triggers_and_nothing_else()
    {
        await using var app = await StartAsync();
        (await app.Http.GetAsync("/api/Http")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Journal.NextAsync(1)).ShouldBe(["http"]);
        await Journal.UntilAsync(() => Task.FromResult(_log.Any(static line => line.Contains("does not answer", StringComparison.Ordinal))));

        await Azurite.StartAsync();
        await PutAsync("one");

        (await Journal.NextAsync(1)).ShouldBe(["blob one"]);
    }

    [Fact]
    public async Task Storage_that_stops_and_comes_back_loses_nothing_and_is_told_of_once()
    {
        var release = new TaskCompletionSource();
        Journal.Behaviour = (entry, _) => entry == "blob during" ? release.Task : Task.CompletedTask;
        await Azurite.StartAsync();
        await using var app = await StartAsync();
        await PutAsync("before");
        await PutAsync("during");
        await Journal.NextAsync(2);
        await Journal.UntilAsync(async () => (await ReceiptsAsync()) is ["Claimed", "Done"]);

        await Azurite.SaveAndStopAsync();
        await Journal.UntilAsync(() => Task.FromResult(Count("AzureWebJobsStorage (blobs) does not answer") == 1));
        release.SetResult();
        (await app.Http.GetAsync("/api/Http")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Journal.NextAsync(1);

        await Azurite.StartAsync();
        await PutAsync("after");
        (await Journal.NextAsync(1)).ShouldBe(["blob after"]);
        await Journal.UntilAsync(async () => (await ReceiptsAsync()) is ["Done", "Done", "Done"]);

        Journal.Entries.Order(StringComparer.Ordinal).ShouldBe(["blob after", "blob before", "blob during", "http"]);
        Count("AzureWebJobsStorage (blobs) does not answer").ShouldBe(1);
        Count("AzureWebJobsStorage (blobs) answers again").ShouldBe(1);
        _log.ShouldAllBe(line => !line.Contains("SharedKey", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_function_declared_wrongly_does_not_keep_the_others_from_listening()
    {
        await Azurite.StartAsync();
        await using var app = await StartAsync(typeof(MisdeclaredFunctions), configure: Logged);
        await PutAsync("one");

        (await Journal.NextAsync(1)).ShouldBe(["fine"]);
        Count("NoSuchSetting does not listen").ShouldBe(1);
        Count("NoSuchConnection does not listen").ShouldBe(1);
    }

    private Task<RunningApp> StartAsync() => StartAsync(typeof(LifetimeFunctions), configure: Logged);

    private void Logged(Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddProvider(new Lines(_log));
    }

    private int Count(string text) => _log.Count(line => line.Contains(text, StringComparison.Ordinal));

    private sealed class Lines(ConcurrentQueue<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
