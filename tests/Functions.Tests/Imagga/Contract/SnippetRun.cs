using System.Diagnostics;
using System.Text.Json;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Imagga.Contract;

/// <summary>Runs snippets of documentation in the language they are written in, and answers what each prints.</summary>
internal static class SnippetRun
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static readonly JsonSerializerOptions Lower = new(JsonSerializerDefaults.Web);

    public static Task<string> CurlAsync(string code) => RunAsync("bash", ["-c", code.Replace("curl ", "curl -sS ", StringComparison.Ordinal)], "");

    /// <summary>By name what each logs first.</summary>
    public static async Task<Dictionary<string, string>> NodeAsync(IEnumerable<KeyValuePair<string, string>> snippets) =>
        Said(await RunAsync("node", [Path.Combine(Seed.Folder, "run.cjs")], Listed(snippets)));

    /// <summary>By name what each prints first.</summary>
    public static async Task<Dictionary<string, string>> PythonAsync(IEnumerable<KeyValuePair<string, string>> snippets) =>
        Said(await RunAsync("python3", [Path.Combine(Seed.Folder, "run.py")], Listed(snippets)));

    private static string Listed(IEnumerable<KeyValuePair<string, string>> snippets) =>
        JsonSerializer.Serialize(snippets.Select(snippet => new { Name = snippet.Key, Code = snippet.Value }).ToArray(), Lower);

    private static Dictionary<string, string> Said(string output) => JsonSerializer.Deserialize<Dictionary<string, string>>(output)!;

    private static async Task<string> RunAsync(string command, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var limit = new CancellationTokenSource(Limit);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.ShouldBe(0, await errors + await output);
        return await output;
    }
}
