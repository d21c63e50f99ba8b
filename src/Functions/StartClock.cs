using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions;

/// <summary>Times the parts of a start and writes them down in one line.</summary>
internal sealed partial class StartClock
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly TimeSpan _runtime;

    private StartClock(TimeSpan runtime) => _runtime = runtime;

    /// <summary>Begins; what went before is the runtime's.</summary>
    public static StartClock Begin()
    {
        using var process = Process.GetCurrentProcess();
        return new StartClock(TimeProvider.System.GetUtcNow().UtcDateTime - process.StartTime.ToUniversalTime());
    }

    /// <summary>The app is put together; writes the line when it serves.</summary>
    public void Report(IHost host)
    {
        var built = Stopwatch.GetElapsedTime(_began);
        var logger = host.Services.GetRequiredService<ILogger<StartClock>>();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() =>
        {
            var serving = Stopwatch.GetElapsedTime(_began);
            Log.Started(
                logger, Whole(_runtime + serving), Whole(_runtime), Whole(built), Whole(serving - built));
        });
    }

    private static long Whole(TimeSpan time) => (long)time.TotalMilliseconds;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Started in {Total} ms: {Runtime} ms the runtime, {Built} ms putting together, {Listening} ms until listening")]
        public static partial void Started(ILogger logger, long total, long runtime, long built, long listening);
    }
}
