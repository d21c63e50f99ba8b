using System.Diagnostics;
using Magpie.Tests.Support;

namespace Magpie.Cli.Tests.Running;

/// <summary>Runs <c>./magpie</c> as a shell would, without a terminal.</summary>
internal static class Shell
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static string Script { get; } = Path.Combine(Repository.Root, "magpie");

    public static Task<Outcome> MagpieAsync(params string[] arguments) => RunAsync(Script, arguments);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="environment">Set beside, or in place of, what this process has; null removes one.</param>
    public static async Task<Outcome> RunAsync(
        string program, string[] arguments, IReadOnlyDictionary<string, string?>? environment = null, string? folder = null)
    {
        using var process = Process.Start(Describe(program, arguments, environment, folder))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new Outcome(process.ExitCode, await output, await error);
    }

    public static ProcessStartInfo Describe(
        string program, string[] arguments, IReadOnlyDictionary<string, string?>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        start.Environment["CI"] = "true";
        start.Environment["MAGPIE_CONFIGURATION"] = Checkout.Configuration;
        foreach (var name in (string[])["MAGPIE_PORT", "MAGPIE_DATA", "MAGPIE_STORAGE_PORT", "MAGPIE_MODELS", "AzureWebJobsStorage", "CLOUDINARY_URL"])
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        return start;
    }
}

/// <summary>How a program ended and what it wrote.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error);
