using System.CommandLine;
using System.Diagnostics;

namespace Magpie.Cli.Bench;

/// <summary><c>magpie bench [NAME…] [--json FILE]</c>: hands over to the bench project.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("name") { Description = "The benchmarks to run; all of them when left out.", Arity = ArgumentArity.ZeroOrMore };
        var json = new Option<FileInfo?>("--json") { Description = "Writes the measurements to this file too.", HelpName = "FILE" };
        var quick = new Option<bool>("--quick") { Description = "Fewer repeats: shows that the benchmarks work; not for quoting." };
        var command = new Command("bench", "Measures Magpie against what it is held to; one row a measurement.") { names, json, quick };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(names) ?? [], parsed.GetValue(json), parsed.GetValue(quick), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] names, FileInfo? json, bool quick, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Checkout.Dotnet) { UseShellExecute = false, WorkingDirectory = Checkout.Root };
        start.ArgumentList.Add(Checkout.Assembly("bench", "Magpie.Bench"));
        foreach (var name in names)
        {
            start.ArgumentList.Add(name);
        }

        if (quick)
        {
            start.ArgumentList.Add("--quick");
        }

        if (json is not null)
        {
            start.ArgumentList.Add("--json");
            start.ArgumentList.Add(json.FullName);
        }

        using var bench = Process.Start(start) ?? throw new CommandException("the bench did not start.");
        await using var stop = cancellationToken.Register(() => bench.Kill(entireProcessTree: true));
        await bench.WaitForExitAsync(CancellationToken.None);
        return bench.ExitCode == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
