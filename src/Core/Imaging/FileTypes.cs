using System.Collections.Frozen;

namespace Magpie.Imaging;

/// <summary>Media types and file name extensions of each <see cref="FileType"/>.</summary>
public static class FileTypes
{
    /// <summary>Leading bytes that <see cref="Sniff"/> wants to see at most.</summary>
    public const int SniffLength = 4096;

    // The first media type and extension of each row are the canonical ones.
    private static readonly (FileType Type, string[] MediaTypes, string[] Extensions)[] Rows =
    [
        (FileType.Jpeg, ["image/jpeg", "image/jpg", "image/pjpeg"], [".jpg", ".jpeg", ".jpe", ".jfif"]),
        (FileType.Png, ["image/png", "image/x-png", "image/apng"], [".png", ".apng"]),
        (FileType.Gif, ["image/gif"], [".gif"]),
        (FileType.WebP, ["image/webp"], [".webp"]),
        (FileType.Heic, ["image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"], [".heic", ".heif", ".hif"]),
        (FileType.Avif, ["image/avif", "image/avif-sequence"], [".avif", ".avifs"]),
        (FileType.Tiff, ["image/tiff", "image/tif", "image/x-tiff"], [".tif", ".tiff"]),
        (FileType.Bmp, ["image/bmp", "image/x-bmp", "image/x-ms-bmp"], [".bmp", ".dib"]),
        (FileType.Mp4, ["video/mp4", "video/x-m4v"], [".mp4", ".m4v"]),
        (FileType.Mpeg, ["video/mpeg", "video/mpg", "video/x-mpeg"], [".mpeg", ".mpg", ".mpe", ".m2v", ".vob"]),
        (FileType.QuickTime, ["video/quicktime"], [".mov", ".qt"]),
        (FileType.Avi, ["video/x-msvideo", "video/avi", "video/msvideo", "video/vnd.avi"], [".avi"]),
        (FileType.WebM, ["video/webm"], [".webm"]),
        (FileType.Matroska, ["video/x-matroska", "video/matroska"], [".mkv"]),
    ];

    private static readonly FrozenDictionary<string, FileType> ByMediaType = Index(row => row.MediaTypes);

    private static readonly FrozenDictionary<string, FileType> ByExtension = Index(row => row.Extensions);

    /// <summary>What the leading bytes of a file say it is; null for everything that is not accepted, whatever it is called.</summary>
    public static FileType? Sniff(ReadOnlySpan<byte> head) => LeadingBytes.Sniff(head);

    /// <summary>The type that goes by this media type (parameters after a semicolon are ignored); null for one that is not accepted.</summary>
    public static FileType? FromMediaType(string? mediaType) => Find(ByMediaType, mediaType?.Split(';', 2)[0].Trim());

    /// <summary>The type of files with this extension, with its dot; null for one that is not accepted.</summary>
    public static FileType? FromExtension(string? extension) => Find(ByExtension, extension);

    /// <summary>
    /// Whether a declared media type and a file name's extension may stand for the type. What was not declared
    /// (null, empty, <c>application/octet-stream</c>) agrees with everything.
    /// </summary>
    public static bool Agrees(this FileType type, string? mediaType, string? extension) =>
        (IsUndeclared(mediaType) || Same(type, FromMediaType(mediaType))) &&
        (string.IsNullOrEmpty(extension) || Same(type, FromExtension(extension)));

    /// <summary>The media type to store and serve the file with.</summary>
    public static string MediaType(this FileType type) => Rows[(int)type].MediaTypes[0];

    /// <summary>The usual extension, with its dot.</summary>
    public static string Extension(this FileType type) => Rows[(int)type].Extensions[0];

    public static bool IsImage(this FileType type) => type <= FileType.Bmp;

    public static bool IsVideo(this FileType type) => !type.IsImage();

    private static bool IsUndeclared(string? mediaType) =>
        string.IsNullOrWhiteSpace(mediaType) || mediaType.Equals("application/octet-stream", StringComparison.OrdinalIgnoreCase);

    // Cameras and browsers mix up these pairs: one container, two names.
    private static bool Same(FileType type, FileType? declared) =>
        type == declared ||
        (type, declared) is (FileType.Mp4, FileType.QuickTime) or (FileType.QuickTime, FileType.Mp4)
            or (FileType.WebM, FileType.Matroska) or (FileType.Matroska, FileType.WebM)
            or (FileType.Avif, FileType.Heic) or (FileType.Heic, FileType.Avif);

    private static FileType? Find(FrozenDictionary<string, FileType> index, string? key) =>
        key is not null && index.TryGetValue(key, out var type) ? type : null;

    private static FrozenDictionary<string, FileType> Index(Func<(FileType Type, string[] MediaTypes, string[] Extensions), string[]> keys) =>
        Rows.SelectMany(row => keys(row).Select(key => KeyValuePair.Create(key, row.Type))).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
