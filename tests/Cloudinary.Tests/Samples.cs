using System.Security.Cryptography;

namespace CloudinaryDotNet.Tests;

/// <summary>Files that start as their kind does; the rest is noise from a fixed seed, so that no byte can be lost unseen.</summary>
internal static class Samples
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0];
    private static readonly byte[] Mp4 = [0, 0, 0, 0x18, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'i', (byte)'s', (byte)'o', (byte)'m'];

    public static byte[] Photo(int bytes = 4096) => Fill(Jpeg, bytes);

    public static byte[] Video(int bytes = 4096) => Fill(Mp4, bytes);

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Fill(byte[] head, int bytes)
    {
        var file = new byte[bytes];
#pragma warning disable RS0030, CA5394 // A fixed seed, nothing secret.
        new Random(1).NextBytes(file);
#pragma warning restore RS0030, CA5394
        head.CopyTo(file, 0);
        return file;
    }
}
