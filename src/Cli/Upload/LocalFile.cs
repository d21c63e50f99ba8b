using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Magpie.Imaging;

namespace Magpie.Cli.Upload;

/// <summary>A file of this machine as the walk met it.</summary>
/// <param name="Path">As reached from the path that was named on the command line.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="ModifiedTicks">Its time of modification, UTC, in ticks of 100 ns.</param>
internal sealed record LocalFile(string Path, long Bytes, long ModifiedTicks)
{
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Stands for path, size and time of modification: another version of the file has another one.</summary>
    public UInt128 Version
    {
        get
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{System.IO.Path.GetFullPath(Path)}\n{Bytes}\n{ModifiedTicks}");
            return BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        }
    }

    /// <summary>The file at this path, or at the end of the links that begin there; null when there is none.</summary>
    /// <exception cref="IOException">It cannot be looked at, or its links lead in a ring.</exception>
    public static LocalFile? At(string path)
    {
        var file = new FileInfo(path);
        var real = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
        return real is { Exists: true } ? new LocalFile(file.FullName, real.Length, real.LastWriteTimeUtc.Ticks) : null;
    }

    /// <summary>Whether the file on disk still is this one.</summary>
    public bool IsUnchanged()
    {
        try
        {
            return At(Path) == this;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

/// <summary>A file with what its bytes say.</summary>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
internal sealed record HashedFile(LocalFile File, FileType Type, string Sha256);
