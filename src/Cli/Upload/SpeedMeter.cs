namespace Magpie.Cli.Upload;

/// <summary>Bytes a second over the last seconds, and the time that is left at this speed.</summary>
internal sealed class SpeedMeter(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Queue<(long At, long Bytes)> _samples = new();

    /// <summary>Bytes a second; 0 before there is anything to tell.</summary>
    public double Speed { get; private set; }

    /// <summary>Takes a sample, a few times a second.</summary>
    /// <param name="bytes">All that were sent until now.</param>
    public void Add(long bytes)
    {
        var now = time.GetTimestamp();
        _samples.Enqueue((now, bytes));
        while (_samples.Count > 2 && time.GetElapsedTime(_samples.Peek().At, now) > Window)
        {
            _samples.Dequeue();
        }

        var (at, first) = _samples.Peek();
        var seconds = time.GetElapsedTime(at, now).TotalSeconds;
        Speed = seconds > 0 ? (bytes - first) / seconds : 0;
    }

    /// <summary>Null when nothing moves.</summary>
    public TimeSpan? Left(long bytes) => bytes <= 0 ? TimeSpan.Zero : Speed < 1 ? null : TimeSpan.FromSeconds(Math.Min(bytes / Speed, TimeSpan.FromDays(99).TotalSeconds));
}
