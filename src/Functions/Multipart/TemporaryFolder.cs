using Microsoft.Extensions.Configuration;

namespace Magpie.Functions.Multipart;

/// <summary>Where temporary files go: setting <c>TEMP_DIR</c>, else the system's.</summary>
public sealed record TemporaryFolder(string Path)
{
    private const string Setting = "TEMP_DIR";

    private static readonly byte[] Probe = new byte[ReceivedFile.SmallestThreshold];

    /// <summary>The folder that is set.</summary>
    /// <exception cref="InvalidOperationException">The folder is not there.</exception>
    public static TemporaryFolder Read(IConfiguration configuration)
    {
        var folder = configuration[Setting];
        return string.IsNullOrWhiteSpace(folder) ? new(System.IO.Path.GetTempPath())
            : Directory.Exists(folder) ? new(System.IO.Path.GetFullPath(folder))
            : throw new InvalidOperationException($"{Setting} names a folder that is not there. Create it, or leave the setting out.");
    }

    /// <summary>Whether a small file can be written, by doing so; nothing of it is left.</summary>
    public async Task<bool> TakesFilesAsync(CancellationToken cancellationToken)
    {
        await using var file = new ReceivedFile(Path, Probe.Length, expected: null);
        try
        {
            await file.AppendAsync(Probe, cancellationToken);
            return true;
        }
        catch (NoRoomException)
        {
            return false;
        }
    }
}
