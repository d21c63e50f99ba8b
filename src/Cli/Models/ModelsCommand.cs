using System.CommandLine;
using Magpie.Tagging;

namespace Magpie.Cli.Models;

/// <summary><c>magpie models</c>, which lists, and <c>magpie models list|verify|install</c>.</summary>
internal static class ModelsCommand
{
    private static readonly Option<string?> Folders = new("--models")
    {
        Description = "Folders with model packs, separated by ':' (MAGPIE_MODELS; models).",
        HelpName = "FOLDERS",
        Recursive = true,
    };

    private static readonly Option<bool> Languages = new("--languages") { Description = "Shows instead how much of each pack is named in each language." };

    public static Command Create()
    {
        var command = new Command("models", "Lists, checks and installs model packs; without more, lists them.")
        {
            Folders, Languages, CreateList(), CreateVerify(), CreateInstall(),
        };
        command.SetAction(List);
        return command;
    }

    private static ModelFolders Named(ParseResult parsed) =>
        ModelFolders.From(parsed.GetValue(Folders) ?? Environment.GetEnvironmentVariable(ModelFolders.Setting));

    private static Command CreateList()
    {
        var command = new Command("list", "Lists what is installed, and what can be.") { Languages };
        command.SetAction(List);
        return command;
    }

    private static int List(ParseResult parsed)
    {
        using var installed = Named(parsed).Read();
        if (parsed.GetValue(Languages))
        {
            LanguageTable.Write(Console.Out, installed);
            return ExitCodes.Ok;
        }

        Table.Write(
            Console.Out,
            ["INSTALLED", "TASK", "LABELS", "LANGUAGES", "TITLE", "FOLDER"],
            installed.Packs.Select(pack => (string[])
                [pack.Name, pack.Manifest.Task, $"{pack.Labels.Count}", LanguageTable.Cell(pack, installed), pack.Manifest.Title, pack.Folder]));
        foreach (var problem in installed.Problems)
        {
            Console.Error.WriteLine($"skipped: {problem}");
        }

        Console.WriteLine();
        Table.Write(
            Console.Out,
            ["TO INSTALL", "MB", "LICENCE", "TITLE"],
            ModelFolders.Catalog().Entries.Where(entry => installed.Find(entry.Id) is null).Select(entry => (string[])
                [entry.Recommended ? $"{entry.Id} (recommended)" : entry.Id, $"{entry.Bytes / 1e6:0.0}", entry.License, entry.Title]));
        return installed.Problems.Count == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static Command CreateVerify()
    {
        var folder = new Argument<string>("folder") { Description = "A folder with a pack.json." };
        var command = new Command("verify", "Checks a pack as the service does: manifest, SHA-256, graph, labels, one run.") { folder };
        command.SetAction(parsed =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(folder));
            var reading = PackLoader.Verify(path, Named(parsed).Options);
            if (reading.Pack is not { } pack)
            {
                return Report(reading.Problems);
            }

            using (pack)
            {
                Console.WriteLine($"{pack.Name} is sound: {pack.Manifest.Task}, {pack.Labels.Count} labels.");
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static Command CreateInstall()
    {
        var what = new Argument<string>("pack") { Description = "A name that `models list` shows, a folder, or the https address of a pack.json." };
        var sha256 = new Option<string?>("--sha256") { Description = "What the model's SHA-256 must be.", HelpName = "HEX" };
        var command = new Command("install", "Installs a pack into the first model folder; a broken download goes on where it was.") { what, sha256 };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folders = Named(parsed);
            using var source = new HttpModelSource();
            var installer = new PackInstaller(source, folders.Target, folders.Options, TimeProvider.System);
            using var bar = new DownloadBar(Console.Error, isTerminal: !Console.IsErrorRedirected);
            var installed = await installer.InstallAsync(
                parsed.GetRequiredValue(what), parsed.GetValue(sha256), ModelFolders.Catalog(), bar, cancellationToken);
            bar.Finish();
            if (installed.Folder is null)
            {
                return Report(installed.Problems);
            }

            Console.WriteLine($"{installed.Name} is installed in {installed.Folder}; a running Magpie uses it after its next start.");
            return ExitCodes.Ok;
        });
        return command;
    }

    private static int Report(IReadOnlyList<string> problems)
    {
        foreach (var problem in problems)
        {
            Console.Error.WriteLine($"magpie: {problem}");
        }

        return ExitCodes.Failed;
    }
}
