using System.CommandLine;
using Magpie.Cli.Tests.Running;

namespace Magpie.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Commands() => [.. Below(CommandLine.Create(), [])];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_explains_itself(string command)
    {
        using var output = new StringWriter();
        var named = CommandLine.Create().Parse($"{command} --help");

        (await named.InvokeAsync(new InvocationConfiguration { Output = output })).ShouldBe(0);

        output.ToString().ShouldContain($"Usage:");
        named.CommandResult.Command.Description.ShouldNotBeNullOrWhiteSpace();
        named.CommandResult.Command.Options.ShouldAllBe(option => !string.IsNullOrWhiteSpace(option.Description));
        named.CommandResult.Command.Arguments.ShouldAllBe(argument => !string.IsNullOrWhiteSpace(argument.Description));
    }

    [Fact]
    public async Task Help_names_every_command()
    {
        var outcome = await Shell.MagpieAsync("help");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        foreach (var command in (string[])["up", "upload", "failed", "test", "bench", "models", "accounts", "webhooks", "help"])
        {
            outcome.Output.ShouldContain($"  {command} ");
        }
    }

    [Theory]
    [InlineData("up", "--nonsense")]
    [InlineData("nonsense")]
    [InlineData("help", "nonsense")]
    [InlineData("up", "--port", "many")]
    public async Task Wrong_usage_ends_with_code_2(params string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        (await CommandLine.RunAsync(arguments)).ShouldBe(2);
    }

    private static IEnumerable<string> Below(System.CommandLine.Command command, string[] path) =>
        command.Subcommands.SelectMany(inner => (string[])[string.Join(' ', [.. path, inner.Name]), .. Below(inner, [.. path, inner.Name])]);
}
