namespace Magpie.Cli;

/// <summary>What <c>./magpie</c> ends with.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The command ran and its answer is no: a test failed, a pack is bad, a process died.</summary>
    public const int Failed = 1;

    /// <summary>It could not run: wrong usage, a port in use, something missing.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C, as shells report it.</summary>
    public const int Interrupted = 130;
}
