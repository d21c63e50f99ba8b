using System.Text;
using Magpie.Uploads;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;

namespace Magpie.Cli.Upload;

/// <summary>Titles: from a file's name, or from what its metadata says.</summary>
internal static class FileTitle
{
    private static readonly int MaxLength = new UploadOptions().MaxTitleLength;

    public static string? Of(LocalFile file, TitleSource source) => source switch
    {
        TitleSource.Name => FromName(file.Name),
        TitleSource.Exif => FromExif(file.Path) ?? FromName(file.Name),
        _ => null,
    };

    /// <summary><c>bald_eagle-at%20nest.JPG</c> is <c>bald eagle at nest</c>: no extension, words apart.</summary>
    public static string? FromName(string name)
    {
        var words = Uri.UnescapeDataString(Path.GetFileNameWithoutExtension(name)).Replace('_', ' ').Replace('+', ' ');

        // A hyphen between letters is a space; between digits it is part of a date or number.
        var text = new StringBuilder(words.Length);
        for (var index = 0; index < words.Length; index++)
        {
            var parts = words[index] == '-' && index > 0 && index < words.Length - 1 && char.IsDigit(words[index - 1]) && char.IsDigit(words[index + 1]);
            text.Append(words[index] == '-' && !parts ? ' ' : words[index]);
        }

        return Clean(text.ToString());
    }

    private static string? FromExif(string path)
    {
        try
        {
            var directories = ImageMetadataReader.ReadMetadata(path);
            return Text(directories, ExifDirectoryBase.TagWinTitle) ?? Text(directories, ExifDirectoryBase.TagImageDescription);
        }
#pragma warning disable CA1031 // The reader throws whatever its parsing stumbles over; a title is not worth a file.
        catch (Exception error) when (error is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static string? Text(IEnumerable<MetadataExtractor.Directory> directories, int tag)
    {
        foreach (var directory in directories.OfType<ExifIfd0Directory>())
        {
            // The description of "XP" tags is UTF-16 decoded; cameras pad ImageDescription with blanks or name themselves in it.
            if (directory.GetDescription(tag) is { } text && Clean(text) is { } title && !IsCamera(title))
            {
                return title;
            }
        }

        return null;
    }

    private static bool IsCamera(string title) =>
        title is "OLYMPUS DIGITAL CAMERA" or "SONY DSC" or "Digital Camera" or "DCIM" || title.StartsWith("KONICA MINOLTA", StringComparison.Ordinal);

    private static string? Clean(string text)
    {
        var plain = string.Concat(text.EnumerateRunes().Select(rune => Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || !PlainText.IsPlain(rune.ToString()) ? " " : rune.ToString()));
        var title = string.Join(' ', plain.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (title.Length > MaxLength)
        {
            title = title[..(char.IsHighSurrogate(title[MaxLength - 1]) ? MaxLength - 1 : MaxLength)].TrimEnd();
        }

        return title.Length == 0 ? null : title;
    }
}
