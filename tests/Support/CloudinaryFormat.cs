using System.Text;

namespace Magpie.Tests.Support;

/// <summary>What the leading bytes say a file is.</summary>
internal sealed record CloudinaryFormat(string Name, string ResourceType)
{
    public static CloudinaryFormat? Of(ReadOnlySpan<byte> head)
    {
        var brand = head.Length >= 12 ? Encoding.Latin1.GetString(head.Slice(8, 4)) : "";
        return head switch
        {
            [0xFF, 0xD8, 0xFF, ..] => new("jpg", "image"),
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => new("png", "image"),
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => new("gif", "image"),
            [(byte)'I', (byte)'I', 0x2A, 0, ..] or [(byte)'M', (byte)'M', 0, 0x2A, ..] => new("tif", "image"),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] when brand is "WEBP" => new("webp", "image"),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] when brand is "AVI " => new("avi", "video"),
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => brand switch
            {
                "heic" or "heix" or "mif1" => new("heic", "image"),
                "avif" => new("avif", "image"),
                "qt  " => new("mov", "video"),
                _ => new("mp4", "video"),
            },
            [0x1A, 0x45, 0xDF, 0xA3, ..] => new("webm", "video"),
            [0, 0, 1, 0xBA or 0xB3, ..] => new("mpeg", "video"),
            _ => null,
        };
    }
}
