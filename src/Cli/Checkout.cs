namespace Magpie.Cli;

/// <summary>Where things are in the checkout that this program was built from.</summary>
internal static class Checkout
{
    /// <summary>The folder that holds Functions.sln.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    /// <summary>Debug or Release: what this program was built as, and so what it runs.</summary>
    public static string Configuration { get; } =
        new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent?.Name ?? "Release";

    /// <summary>The built assembly of a project, for instance <c>src/Functions</c> and <c>Magpie.Functions</c>.</summary>
    public static string Assembly(string project, string name) =>
        Path.Combine(Root, project, "bin", Configuration, "net10.0", $"{name}.dll");

    /// <summary>The <c>dotnet</c> that runs this program.</summary>
    public static string Dotnet => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "Functions.sln"))
            ? folder
            : Above(Directory.GetParent(folder)?.FullName ?? throw new CommandException("Functions.sln is in no folder above this program."));
}
