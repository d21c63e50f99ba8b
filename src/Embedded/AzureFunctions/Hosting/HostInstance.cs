using System.Diagnostics;
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

    private static string? StartOf(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.StartTime.Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
