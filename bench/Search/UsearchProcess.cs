using System.Diagnostics;
using System.Text.Json;
using Magpie.Tests.Support;

namespace Magpie.Bench.Search;

/// <summary>npm's usearch in a process of its own, asked query by query.</summary>
internal sealed class UsearchProcess : IDisposable
{
    private readonly Process _process;

    private UsearchProcess(Process process) => _process = process;

    /// <summary>Starts it and waits until it has read the rows.</summary>
    /// <param name="block">File of packed int8 rows.</param>
    public static async Task<UsearchProcess> StartAsync(string block, int dimension, int k, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("node", ["bench/npm/usearch.mjs", block, $"{dimension}", $"{k}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Repository.Root,
        };
        var usearch = new UsearchProcess(Process.Start(start) ?? throw new InvalidOperationException("node did not start."));
        await usearch.ReadAsync(cancellationToken);
        return usearch;
    }

    /// <summary>What one search took, ms, and the rows it found.</summary>
    public async Task<Search> SearchAsync(sbyte[] query, CancellationToken cancellationToken)
    {
        await _process.StandardInput.WriteLineAsync(string.Join(' ', query).AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        return JsonSerializer.Deserialize<Search>(await ReadAsync(cancellationToken), JsonSerializerOptions.Web)!;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task<string> ReadAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("bench/npm/usearch.mjs ended.");

    internal sealed record Search(double Cpu, double Wall, int[] Rows);
}
