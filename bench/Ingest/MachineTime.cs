using System.Globalization;
using System.Runtime.InteropServices;

namespace Magpie.Bench.Ingest;

/// <summary>Processor time of the whole machine, from <c>/proc/stat</c>: shows how much of it other work took.</summary>
/// <param name="Busy">Seconds, over all cores.</param>
/// <param name="Idle">Seconds, over all cores.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MachineTime(double Busy, double Idle)
{
    private const double TicksASecond = 100;

    public static MachineTime Read()
    {
        if (!File.Exists("/proc/stat"))
        {
            return default;
        }

        // cpu  user nice system idle iowait irq softirq steal …
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1).Take(8).Select(field => double.Parse(field, CultureInfo.InvariantCulture) / TicksASecond).ToArray();
        var idle = fields[3] + fields[4];
        return new(fields.Sum() - idle, idle);
    }

    public MachineTime Since(MachineTime before) => new(Busy - before.Busy, Idle - before.Idle);
}
