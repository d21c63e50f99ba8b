using System.CommandLine;

namespace Magpie.Cli.Help;

/// <summary><c>magpie help [COMMAND…]</c>: the same as <c>--help</c> behind the command.</summary>
internal static class HelpCommand
{
    public static Command Create(RootCommand root)
    {
        var names = new Argument<string[]>("command") { Description = "The command to explain; all of them when left out.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("help", "Explains Magpie or one of its commands.") { names };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var named = root.Parse([.. parsed.GetValue(names) ?? [], "--help"]);
            return named.UnmatchedTokens.Count > 0
                ? throw new CommandException($"there is no command \"{string.Join(' ', named.UnmatchedTokens)}\"; `magpie help` lists what there is.")
                : await named.InvokeAsync(cancellationToken: cancellationToken);
        });
        return command;
    }
}
