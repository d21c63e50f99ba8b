using System.Diagnostics;
using System.Runtime.InteropServices;

/// <summary>
/// Runs inside the app, before its <c>Main</c> (DOTNET_STARTUP_HOOKS): when the other end of stdin goes away, because <c>magpie up</c>
/// ended in whatever way, the app is asked to stop, and made to when it does not. It has to be named like this and have no namespace.
/// </summary>
#pragma warning disable MA0047 // The runtime looks for it by this name.
internal static class StartupHook
{
    /// <summary>What the app has for finishing what it has begun.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(45);

    private const int SigTerm = 15;

    public static void Initialize()
    {
        // Not for what the app starts in its turn.
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
        new Thread(EndWithParent) { IsBackground = true, Name = "Parent pipe" }.Start();
    }

    private static void EndWithParent()
    {
        try
        {
            using var stdin = Console.OpenStandardInput();
            Span<byte> ignored = stackalloc byte[64];
            while (stdin.Read(ignored) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A broken pipe is as good an end as a closed one.
        }

        using var self = Process.GetCurrentProcess();
        if (OperatingSystem.IsWindows() || SendSignal(self.Id, SigTerm) != 0)
        {
            self.Kill();
        }

        using var never = new ManualResetEventSlim();
        never.Wait(DrainLimit);
        self.Kill();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
