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

    public static LocalFile Of(FileInfo file) => new(file.FullName, file.Length, file.LastWriteTimeUtc.Ticks);

    /// <summary>Whether the file on disk still is this one.</summary>
    public bool IsUnchanged()
    {
        var now = new FileInfo(Path);
        return now.Exists && now.Length == Bytes && now.LastWriteTimeUtc.Ticks == ModifiedTicks;
    }
}

/// <summary>A file with what its bytes say.</summary>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
internal sealed record HashedFile(LocalFile File, FileType Type, string Sha256);
