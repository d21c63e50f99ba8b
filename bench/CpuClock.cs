using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Magpie.Bench;

/// <summary>
/// Time of the clock and processor time of this process. Processor time is what a core gives to the work: on a machine that other work
/// shares, it stays what it is while the clock's time grows.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CpuClock(long Wall, TimeSpan Processor)
{
    public static CpuClock Start() => new(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);

    public double WallMilliseconds => Stopwatch.GetElapsedTime(Wall).TotalMilliseconds;

    public double CpuMilliseconds => (Environment.CpuUsage.TotalTime - Processor).TotalMilliseconds;
}
