using System.Buffers.Binary;
using System.Globalization;
using Magpie.Core.Tests.Imaging;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>One of the files of a <see cref="Flock"/>, small, and with bytes that no other has.</summary>
/// <param name="IsSound">Whether it can become <c>ready</c>; else it must be rejected.</param>
internal sealed record FlockFile(string Name, string ContentType, byte[] Content, bool IsSound = true)
{
    private const int Width = 96;
    private const int Height = 64;

    /// <summary>Of so many there is one video, and one that is hostile or damaged.</summary>
    private const int Rarity = 25;

    /// <summary>A JPEG.</summary>
    public static FlockFile Photo(int number) => Saved(number, "jpg", "image/jpeg");

    /// <summary>
    /// Photos in three formats, among them, where there is an ffmpeg to make them, a few videos, and some files that must be rejected: text,
    /// a bomb, a photo without its second half.
    /// </summary>
    public static async Task<IReadOnlyList<FlockFile>> AllKindsAsync(int count)
    {
        var files = new List<FlockFile>(count);
        for (var number = 0; number < count; number++)
        {
            files.Add((number % Rarity) switch
            {
                5 when Ffmpeg.Installed is not null => await VideoAsync(number),
                15 => Unsound(number),
                _ => (number % 3) switch
                {
                    0 => Photo(number),
                    1 => Saved(number, "png", "image/png"),
                    _ => Saved(number, "webp", "image/webp"),
                },
            });
        }

        return files;
    }

    private static FlockFile Saved(int number, string extension, string contentType)
    {
        using var image = Pictures.Open(Patches(number), Width, Height);
        return new FlockFile(Named(number, extension), contentType, image.Save($".{extension}"));
    }

    private static FlockFile Unsound(int number) => (number / Rarity % 3) switch
    {
        0 => new(Named(number, "jpg"), "image/jpeg", System.Text.Encoding.UTF8.GetBytes($"<script>alert({number})</script>"), IsSound: false),
        1 => new(Named(number, "png"), "image/png", Pictures.Png(50_000, 50_000 + number, 8, 2, new byte[1024]), IsSound: false),
        _ => new(Named(number, "jpg"), "image/jpeg", Photo(number).Content[..300], IsSound: false),
    };

    /// <summary>A second of video, and a box of its own that players skip.</summary>
    public static async Task<FlockFile> VideoAsync(int number)
    {
        var video = await Ffmpeg.MakeAsync(".mp4", "-f lavfi -i testsrc=s=160x90:r=5:d=1 -pix_fmt yuv420p -c:v libx264");
        var box = new byte[12];
        BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
        "free"u8.CopyTo(box.AsSpan(4));
        BinaryPrimitives.WriteInt32BigEndian(box.AsSpan(8), number);
        return new FlockFile(Named(number, "mp4"), "video/mp4", [.. video, .. box]);
    }

    private static byte[] Patches(int number) => Pictures.Patches(Width, Height, (uint)number + 1);

    private static string Named(int number, string extension) => string.Create(CultureInfo.InvariantCulture, $"{number}.{extension}");
}
