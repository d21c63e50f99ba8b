using Magpie.Tagging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Magpie.Cli.Models;

/// <summary>The folders with model packs, as the app will read them.</summary>
internal sealed class ModelFolders(IReadOnlyList<string> folders)
{
    public const string Setting = "MAGPIE_MODELS";

    public TaggingOptions Options { get; } = new() { Folders = string.Join(Path.PathSeparator, folders) };

    /// <summary>Where packs are installed.</summary>
    public string Target => folders[0];

    /// <summary>The folders that <paramref name="setting"/> names, separated by <c>:</c>; the checkout's own when it names none.</summary>
    public static ModelFolders From(string? setting)
    {
        var named = (setting ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new(named.Length == 0 ? [Path.Combine(Checkout.Root, "models")] : [.. named.Select(Path.GetFullPath)]);
    }

    /// <summary>What is installed, by manifest and labels; models stay unloaded.</summary>
    public PackRegistry Read() => new(Microsoft.Extensions.Options.Options.Create(Options), NullLogger<PackRegistry>.Instance);

    /// <summary>The models this version of Magpie knows of.</summary>
    /// <exception cref="CommandException">The catalogue is not readable.</exception>
    public static PackCatalog Catalog()
    {
        var problems = new List<string>();
        return Catalog(problems) ?? throw new CommandException(string.Join(' ', problems), ExitCodes.Failed);
    }

    /// <summary>The same where no catalogue is no obstacle; null when it is not readable.</summary>
    public static PackCatalog? Catalog(IList<string> problems) => PackCatalog.Read(Path.Combine(Checkout.Root, "models", "catalog.json"), problems);
}
