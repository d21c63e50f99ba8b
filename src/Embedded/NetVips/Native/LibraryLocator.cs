using System.Reflection;
using System.Runtime.InteropServices;

namespace NetVips.Native;

/// <summary>Finds libvips: beside the program, or in the npm package of a <c>node_modules</c> folder at or above the program's folder.</summary>
internal static class LibraryLocator
{
    private const string Pattern = "libvips-cpp.so*";

    private static string Architecture => RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64
        ? "arm64"
        : "x64";

    public static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name != Libvips.Name ? 0
        : Candidates().FirstOrDefault() is { } path ? NativeLibrary.Load(path)
        : throw new DllNotFoundException(
            $"libvips is missing: run npm ci in the repository folder; it brings @img/sharp-libvips-linux-{Architecture}.");

    /// <summary>The folder of an npm package, looked for upwards from the program's folder; null when it is not installed.</summary>
    public static string? NpmPackage(string package)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var path = Path.Combine(at.FullName, "node_modules", package);
            if (Directory.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    private static IEnumerable<string> Candidates()
    {
        foreach (var path in Directory.EnumerateFiles(AppContext.BaseDirectory, Pattern))
        {
            yield return path;
        }

        if (NpmPackage($"@img/sharp-libvips-linux-{Architecture}") is { } package)
        {
            foreach (var path in Directory.EnumerateFiles(Path.Combine(package, "lib"), Pattern))
            {
                yield return path;
            }
        }
    }
}
