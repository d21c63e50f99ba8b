using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Magpie.Cli.Test;

/// <summary><c>magpie test</c>: every test of the solution, and one line with their sum at the end.</summary>
internal static class TestCommand
{
    /// <summary>Percent of the lines of src/Core that the tests must run.</summary>
    private const double CoreCoverage = 90;

    private const string ResultsFile = "results.trx";

    private static readonly TimeSpan PipeGrace = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var filter = new Option<string?>("--filter") { Description = "Runs the tests that match, as `dotnet test --filter` does.", HelpName = "EXPRESSION" };
        var coverage = new Option<bool>("--coverage") { Description = "Measures what the tests run of src/Core; fails below 90 % of its lines." };
        var command = new Command("test", "Runs every test; the last line says how many passed and failed.") { filter, coverage };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(filter), parsed.GetValue(coverage), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? filter, bool coverage, CancellationToken cancellationToken)
    {
        var results = Directory.CreateTempSubdirectory("magpie-test-").FullName;
        try
        {
            var total = new TestCounts(0, 0, 0);
            foreach (var lanes in TestPlan.Rounds([.. TestProjects()]))
            {
                var counts = await Task.WhenAll(lanes.Select(lane => RunLaneAsync(lane, isAlone: lanes.Count == 1, filter, coverage, results, cancellationToken)));
                total = counts.Aggregate(total, (sum, count) => sum + count);
            }

            // What a log's end must still tell when its beginning is cut off.
            foreach (var failure in TestProjects().SelectMany(project => TestCounts.FailuresOf(ResultsOf(project, results))))
            {
                Console.WriteLine($"failed: {failure}");
            }

            if (total.Skipped > 0)
            {
                Console.WriteLine($"{total.Skipped} skipped");
            }

            var covered = !coverage || CoversCore(results);
            Console.WriteLine($"{total.Passed} passed, {total.Failed} failed");
            return total.Failed == 0 && total.Passed > 0 && covered ? ExitCodes.Ok : ExitCodes.Failed;
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }

    private static IEnumerable<string> TestProjects() =>
        Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests"), "*.Tests.csproj", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 })
            .Order(StringComparer.Ordinal);

    private static string ResultsOf(string project, string results) => Path.Combine(results, Path.GetFileNameWithoutExtension(project), ResultsFile);

    private static async Task<TestCounts> RunLaneAsync(
        IReadOnlyList<string> projects, bool isAlone, string? filter, bool coverage, string results, CancellationToken cancellationToken)
    {
        var total = new TestCounts(0, 0, 0);
        foreach (var project in projects)
        {
            total += await RunProjectAsync(project, isAlone, filter, coverage, results, cancellationToken);
        }

        return total;
    }

    private static async Task<TestCounts> RunProjectAsync(
        string project, bool isAlone, string? filter, bool coverage, string results, CancellationToken cancellationToken)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var folder = Path.Combine(results, name);
        var start = new ProcessStartInfo(Checkout.Dotnet)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = !isAlone,
            RedirectStandardError = !isAlone,
            WorkingDirectory = Checkout.Root,
        };
        List<string> arguments =
        [
            "test", project, "--no-build", "--configuration", Checkout.Configuration, "--nologo",
            "--logger", $"trx;LogFileName={ResultsFile}", "--logger", "console;verbosity=normal", "--results-directory", folder,
        ];
        if (filter is not null)
        {
            arguments.AddRange(["--filter", filter]);
        }

        if (coverage)
        {
            arguments.AddRange(["--collect", "XPlat Code Coverage;Format=cobertura;Include=[Magpie.Core]*"]);
        }

        arguments.ForEach(start.ArgumentList.Add);
        if (isAlone)
        {
            Console.WriteLine($"== {name}");
        }

        using var process = Process.Start(start) ?? throw new CommandException("`dotnet test` did not start.");
        process.StandardInput.Close();
        await using var stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        if (isAlone)
        {
            await process.WaitForExitAsync(CancellationToken.None);
        }
        else
        {
            // Lines of two projects would come mixed: each project's are written in one piece when it has ended.
            var written = new StringBuilder();
            var read = Task.WhenAll(CollectAsync(process.StandardOutput, written), CollectAsync(process.StandardError, written));
            await process.WaitForExitAsync(CancellationToken.None);

            // A process that a test left behind may hold the pipe open for ever.
            await Task.WhenAny(read, Task.Delay(PipeGrace, CancellationToken.None));
            lock (written)
            {
                Console.Write($"== {name}{Environment.NewLine}{written}");
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        var counts = TestCounts.Read(ResultsOf(project, results));
        if (process.ExitCode == 0 || counts is { Failed: > 0 })
        {
            return counts ?? new TestCounts(0, 0, 0);
        }

        // A run that broke off proves nothing about what it did not reach.
        Console.WriteLine($"{name} did not finish (code {process.ExitCode}); counted as one failed test.");
        return (counts ?? new TestCounts(0, 0, 0)) with { Failed = 1 };
    }

    private static async Task CollectAsync(StreamReader from, StringBuilder into)
    {
        while (await from.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lock (into)
            {
                into.AppendLine(line);
            }
        }
    }

    private static bool CoversCore(string results)
    {
        var lines = LineCoverage.Read(Directory.EnumerateFiles(results, "coverage.cobertura.xml", SearchOption.AllDirectories));
        var percent = lines.Total == 0 ? 0 : 100.0 * lines.Covered / lines.Total;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Core: {percent:0.0} % of {lines.Total} lines run by tests (at least {CoreCoverage:0} % wanted)"));
        foreach (var (file, covered, count) in lines.Files.OrderByDescending(file => file.Total - file.Covered).Take(10))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {count - covered,4} lines not run in {file}"));
        }

        return percent >= CoreCoverage;
    }
}
