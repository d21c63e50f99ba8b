using Magpie.Cli.Tests.Running;

namespace Magpie.Cli.Tests;

public sealed class ScriptTests
{
    [Fact]
    public async Task It_works_from_any_folder_and_through_a_symbolic_link()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.File("inner"), Shell.Script);
        File.CreateSymbolicLink(folder.File("link"), "inner");

        var outcome = await Shell.RunAsync(folder.File("link"), ["help"], folder: "/");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldContain("magpie [command]");
    }

    [Fact]
    public async Task A_second_start_builds_nothing()
    {
        await Shell.MagpieAsync("help");
        var log = Path.Combine(Path.GetDirectoryName(Shell.Script)!, ".tools", "build.log");
        var built = File.GetLastWriteTimeUtc(log);

        var outcome = await Shell.MagpieAsync("help");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Error.ShouldBeEmpty();
        File.GetLastWriteTimeUtc(log).ShouldBe(built, "each build writes its log anew");
    }

    [Fact]
    public async Task Without_the_dotnet_sdk_one_sentence_says_where_to_get_it()
    {
        var outcome = await RunWithAsync("node");

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldBe("magpie: needs the .NET SDK 10 or newer; install it from https://dotnet.microsoft.com/download/dotnet/10.0 and start again.\n");
    }

    [Fact]
    public async Task Without_node_one_sentence_says_where_to_get_it()
    {
        var outcome = await RunWithAsync("dotnet");

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldBe("magpie: needs Node.js 20 or newer with npm; install it from https://nodejs.org/en/download and start again.\n");
    }

    [Fact]
    public async Task An_older_node_is_as_good_as_none()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("node"), "#!/bin/sh\necho 18\n");
        File.SetUnixFileMode(folder.File("node"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var outcome = await RunWithAsync("dotnet", folder.Path);

        outcome.Error.ShouldStartWith("magpie: needs Node.js 20 or newer");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_named()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Shell.Script, folder.File("magpie"));
        File.WriteAllText(folder.File(".tools"), "A file in the way stops root too.");

        var outcome = await Shell.RunAsync(folder.File("magpie"), ["help"]);

        outcome.ExitCode.ShouldBe(2);
        outcome.Error.ShouldStartWith($"magpie: cannot write to {folder.Path};");
        outcome.Error.Count(character => character == '\n').ShouldBe(1);
    }

    /// <summary>Runs the script on a machine that has the usual tools and, of what Magpie needs, one program.</summary>
    private static async Task<Outcome> RunWithAsync(string program, string? first = null)
    {
        using var folder = new TemporaryFolder();
        var paths = Environment.GetEnvironmentVariable("PATH")!.Split(':');
        foreach (var name in (string[])["bash", "env", "dirname", "basename", "readlink", "mkdir", "grep", program])
        {
            var found = paths.Select(path => Path.Combine(path, name)).First(File.Exists);
            File.CreateSymbolicLink(folder.File(name), File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found);
        }

        return await Shell.RunAsync(
            folder.File("bash"),
            [Shell.Script, "help"],
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["PATH"] = first is null ? folder.Path : $"{first}:{folder.Path}",
                ["HOME"] = folder.Path,
                ["DOTNET_ROOT"] = null,
            });
    }
}
