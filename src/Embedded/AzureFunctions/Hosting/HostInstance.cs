using System.Globalization;
using System.Security.Cryptography;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Names this process in claims, so that a process that comes after it on the same machine can tell it has ended and need not wait for its
/// claims to run out.
/// </summary>
internal sealed class HostInstance
{
    // A boot's identifier and the process namespace: only where both are the same do process numbers mean the same processes.
    private static readonly string? Machine = MachineOf();

    private static readonly string Started = StartOf(Environment.ProcessId) ?? "";

    /// <summary>machine|process|its start|random; no comma or line break, as it is kept in a header.</summary>
    public string Id { get; } = string.Join(
        '|', Machine ?? "elsewhere", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), Started, RandomNumberGenerator.GetHexString(16));

    /// <summary>True when the owner was a process of this machine that is no more; false when it runs or cannot be known.</summary>
    public static bool HasEnded(string owner) =>
        owner.Split('|') is [var machine, var process, var started, _]
        && machine == Machine
        && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && StartOf(id) != started;

    private static string? MachineOf()
    {
        try
        {
            return $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()} {File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name}";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// When a process began, in clock ticks since the boot; null when there is none. From the kernel's own record: Process.StartTime is
    /// reckoned from the present time and differs a little with who asks.
    /// </summary>
    private static string? StartOf(int id)
    {
        try
        {
            // The name, in parentheses, may hold anything; after it come the state (field 3) and 18 numbers before the start (field 22).
            var record = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            var fields = record[(record.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields is [not ("Z" or "X"), ..] && fields.Length > 19 ? fields[19] : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
