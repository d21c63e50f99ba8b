using System.CommandLine;
using System.CommandLine.Parsing;
using Magpie.Cli.Accounts;
using Magpie.Cli.Bench;
using Magpie.Cli.Failed;
using Magpie.Cli.Help;
using Magpie.Cli.Models;
using Magpie.Cli.Test;
using Magpie.Cli.Up;
using Magpie.Cli.Upload;
using Magpie.Cli.Webhooks;

namespace Magpie.Cli;

/// <summary>The commands of <c>./magpie</c>, and what every one of them does with wrong usage and errors.</summary>
internal static class CommandLine
{
    /// <summary>Long enough for the app to finish the photos it holds after Ctrl-C.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    public static RootCommand Create()
    {
        var root = new RootCommand("Magpie: photos in, tags and thumbnails out. `magpie up` starts it on this machine.")
        {
            UpCommand.Create(),
            UploadCommand.Create(),
            FailedCommand.Create(),
            TestCommand.Create(),
            BenchCommand.Create(),
            ModelsCommand.Create(),
            AccountsCommand.Create(),
            WebhooksCommand.Create(),
        };
        root.Add(HelpCommand.Create(root));
        return root;
    }

    /// <summary>Runs one command and answers with its exit code (<see cref="ExitCodes"/>).</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var result = Create().Parse(args.Length == 0 ? ["--help"] : args);
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors)
            {
                await Console.Error.WriteLineAsync($"magpie: {error.Message}");
            }

            var path = Path(result.CommandResult);
            await Console.Error.WriteLineAsync($"magpie: `magpie help{path}` lists what there is.");
            return ExitCodes.Usage;
        }

        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopLimit };
        try
        {
            return await result.InvokeAsync(configuration);
        }
        catch (CommandException error)
        {
            await Console.Error.WriteLineAsync($"magpie: {error.Message}");
            return error.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
    }

    private static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "";
}
