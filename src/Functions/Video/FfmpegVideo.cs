using System.Runtime.ExceptionServices;
using Magpie.Video;

namespace Magpie.Functions.Video;

/// <summary>A video that ffmpeg reads from a <see cref="RangeServer"/>.</summary>
internal sealed class FfmpegVideo(
    FfmpegPrograms programs, FfmpegInput input, RangeServer server, VideoOptions options, TimeProvider time, SemaphoreSlim turns) : IOpenVideo
{
    /// <summary>Of ffprobe's JSON. Bytes.</summary>
    private const int LargestAnswer = 1 << 20;

    /// <summary>Of a picture: what 1,600 × 1,600 pixels are uncompressed, and half as much again. Bytes.</summary>
    private const int LargestFrame = 12 << 20;

    /// <summary>What ffmpeg says when the reason lies in this machine or this build of it.</summary>
    private static readonly string[] OurFaults = ["Cannot allocate memory", "no decoder found", "Connection refused", "not found"];

    public async Task<VideoProbe?> ProbeAsync(CancellationToken cancellationToken)
    {
        var result = await RunAsync(programs.Ffprobe, input.Probe(), LargestAnswer, cancellationToken);
        return result.ExitCode == 0 ? FfprobeAnswer.Read(result.Output) : null;
    }

    public async Task<ReadOnlyMemory<byte>?> FrameAsync(double at, int width, int height, CancellationToken cancellationToken)
    {
        var result = await RunAsync(programs.Ffmpeg, input.Frame(at, width, height), LargestFrame, cancellationToken);
        return result.Output.IsEmpty ? null : result.Output;
    }

    public async ValueTask DisposeAsync()
    {
        turns.Release();
        await server.DisposeAsync();
    }

    private async Task<ChildResult> RunAsync(string program, IEnumerable<string> arguments, int output, CancellationToken cancellationToken)
    {
        var limits = new ChildLimits(options.ProcessTime, options.MaxMemoryBytes, output);
        var result = await ChildProcess.RunAsync(program, arguments, limits, time, cancellationToken);
        if (server.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        if (server.IsExhausted)
        {
            throw new VideoToolException("More of the video would have to be read than Magpie:Video:MaxBytesRead allows.");
        }

        return result.Output.IsEmpty && Array.Exists(OurFaults, words => result.Complaint.Contains(words, StringComparison.OrdinalIgnoreCase))
            ? throw new VideoToolException($"{Path.GetFileName(program)} could not work on the video: a limit, or a codec that this build lacks.")
            : result;
    }
}
