using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Magpie.Uploads;

/// <summary>SHA-256 over the files of a request, so that white space and the order of properties do not make two requests of one.</summary>
public static class UploadFingerprint
{
    /// <summary>64 lower-case hexadecimal digits; each field is preceded by its length, so that no two lists of files run together.</summary>
    public static string Of(IReadOnlyList<UploadFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            Append(hash, file.Name);
            Append(hash, file.ContentType);
            Append(hash, file.Size ?? -1);
            Append(hash, file.Title);
            Append(hash, file.Sha256);
            Append(hash, file.Tags.Count);
            foreach (var tag in file.Tags)
            {
                Append(hash, tag);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string? text)
    {
        if (text is null)
        {
            Append(hash, -1);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        Append(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Append(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
