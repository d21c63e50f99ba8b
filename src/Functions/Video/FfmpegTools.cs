using System.Buffers.Binary;
using Magpie.Delivery;
using Magpie.Imaging;
using Magpie.Video;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Video;

/// <summary>Looks into videos with ffmpeg and ffprobe.</summary>
public sealed class FfmpegTools : IVideoTools, IDisposable
{
    private readonly VideoOptions _options;
    private readonly ImagingOptions _imaging;
    private readonly TimeProvider _time;
    private readonly FfmpegPrograms? _programs;
    private readonly SemaphoreSlim _turns;

    public FfmpegTools(IOptions<VideoOptions> options, IOptions<ImagingOptions> imaging, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(imaging);
        (_options, _imaging, _time) = (options.Value, imaging.Value, time);
        (_programs, Missing) = FfmpegPrograms.Find(_options.Ffmpeg.Trim(), Environment.GetEnvironmentVariable("PATH"));
        _turns = new SemaphoreSlim(_options.MaxParallel);
    }

    public string? Missing { get; }

    public async Task<IOpenVideo> OpenAsync(IOriginal original, FileType type, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(original);
        if (_programs is null)
        {
            throw new VideoToolException(Missing!);
        }

        await _turns.WaitAsync(cancellationToken);
        RangeServer? server = null;
        try
        {
            server = await RangeServer.StartAsync(original, _options.MaxBytesRead, cancellationToken);
            var demuxer = await DemuxerAsync(server, type, cancellationToken);
            return new FfmpegVideo(_programs, new FfmpegInput(server.Url, demuxer, _imaging.MaxPixels), server, _options, _time, _turns);
        }
        catch
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }

            _turns.Release();
            throw;
        }
    }

    public void Dispose() => _turns.Dispose();

    /// <summary>The one reader of ffmpeg's that may see the file: none of those that follow links to other files.</summary>
    private static async Task<string> DemuxerAsync(RangeServer server, FileType type, CancellationToken cancellationToken)
    {
        switch (type)
        {
            case FileType.Mp4 or FileType.QuickTime:
                return "mov";
            case FileType.Avi:
                return "avi";
            case FileType.WebM or FileType.Matroska:
                return "matroska";
            default:
                var head = new byte[4];
                await server.ReadAsync(0, head, cancellationToken);
                return BinaryPrimitives.ReadUInt32BigEndian(head) switch
                {
                    0x000001BA => "mpeg",
                    0x000001B3 => "mpegvideo",
                    _ => "mpegts",
                };
        }
    }
}
