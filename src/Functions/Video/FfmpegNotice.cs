using Magpie.Video;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Video;

/// <summary>Says at the start when there is no ffmpeg, before the first video shows it.</summary>
public sealed partial class FfmpegNotice(IVideoTools tools, ILogger<FfmpegNotice> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (tools.Missing is { } reason)
        {
            Log.Missing(logger, reason);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Videos get no poster, no facts and no models' tags. {Reason}")]
        public static partial void Missing(ILogger logger, string reason);
    }
}
