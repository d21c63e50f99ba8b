using Microsoft.Extensions.Configuration;

namespace Magpie.Functions.Multipart;

/// <summary>Where temporary files go: setting <c>TEMP_DIR</c>, else the system's.</summary>
internal sealed record TemporaryFolder(string Path)
{
    private const string Setting = "TEMP_DIR";

    /// <summary>The folder that is set.</summary>
    /// <exception cref="InvalidOperationException">The folder is not there.</exception>
    public static TemporaryFolder Read(IConfiguration configuration)
    {
        var folder = configuration[Setting];
        return string.IsNullOrWhiteSpace(folder) ? new(System.IO.Path.GetTempPath())
            : Directory.Exists(folder) ? new(System.IO.Path.GetFullPath(folder))
            : throw new InvalidOperationException($"{Setting} names a folder that is not there. Create it, or leave the setting out.");
    }
}
