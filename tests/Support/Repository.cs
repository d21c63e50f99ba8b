namespace Magpie.Tests.Support;

/// <summary>Where things are: this checkout, and the shared inputs beside it when they are there.</summary>
public static class Repository
{
    /// <summary>The folder that holds Functions.sln.</summary>
    public static string Root { get; } = Up(AppContext.BaseDirectory);

    /// <summary>The shared photos, or null on a machine that has only the checkout.</summary>
    public static string? Photos => Shared("photos");

    /// <summary>The shared malformed files, or null.</summary>
    public static string? Hostile => Shared("hostile");

    /// <summary>The shared model packs, or null.</summary>
    public static string? Models => Shared("models");

    /// <summary>The shared pages that describe what is built, or null.</summary>
    public static string? Seeds => Shared("seeds");

    private static string? Shared(string folder)
    {
        for (var at = Directory.GetParent(Root); at is not null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, "shared", folder);
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    private static string Up(string folder) =>
        File.Exists(Path.Combine(folder, "Functions.sln"))
            ? folder
            : Up(Directory.GetParent(folder)?.FullName ?? throw new DirectoryNotFoundException("Functions.sln is in no folder above the tests."));
}
