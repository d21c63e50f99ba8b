namespace Magpie.Cli;

/// <summary>Ends a command with one sentence that says what to do about it.</summary>
internal sealed class CommandException(string sentence, int exitCode = ExitCodes.Usage) : Exception(sentence)
{
    public int ExitCode => exitCode;
}
