namespace Magpie.Imaging;

/// <summary>The kinds of file that are accepted, as their leading bytes tell them.</summary>
public enum FileType
{
    Jpeg,
    Png,
    Gif,
    WebP,
    Heic,
    Avif,
    Tiff,
    Bmp,
    Mp4,
    Mpeg,
    QuickTime,
    Avi,
    WebM,
    Matroska,
}
