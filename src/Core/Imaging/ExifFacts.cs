using System.Globalization;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Tiff;

namespace Magpie.Imaging;

/// <summary>When and with what a picture was taken, as its EXIF block says. Nothing else of the block is read: no place, no name.</summary>
/// <param name="TakenAt">UTC. The camera's clock is taken for UTC when the block names no offset.</param>
/// <param name="Make">Camera maker, at most 64 characters.</param>
/// <param name="Model">Camera model, at most 64 characters.</param>
public sealed record ExifFacts(DateTimeOffset? TakenAt, string? Make, string? Model)
{
    /// <summary>For a picture that says nothing.</summary>
    public static readonly ExifFacts None = new(null, null, null);

    private const int MostBytes = 1 << 20;
    private const int MostCharacters = 64;
    private const int EarliestYear = 1826;

    /// <summary>Maker and model, the maker once; null when neither is known.</summary>
    public string? Camera =>
        Model is null ? Make
        : Make is null || Model.StartsWith(Make, StringComparison.OrdinalIgnoreCase) ? Model
        : $"{Make} {Model}";

    /// <summary>Reads an EXIF block: a TIFF structure, with or without <c>Exif\0\0</c> before it. Nonsense gives <see cref="None"/>.</summary>
    public static ExifFacts Read(ReadOnlySpan<byte> block)
    {
        var start = Start(block);
        return start < 0 ? None : ReadTiff(block[start..Math.Min(block.Length, start + MostBytes)].ToArray());
    }

    /// <summary>Reads the tags of a whole TIFF file in place.</summary>
    internal static ExifFacts ReadTiff(byte[] tiff)
    {
        try
        {
            using var stream = new MemoryStream(tiff, writable: false);
            var directories = TiffMetadataReader.ReadMetadata(stream);
            return new(TakenTime(directories), Text(directories, ExifDirectoryBase.TagMake), Text(directories, ExifDirectoryBase.TagModel));
        }
#pragma warning disable CA1031 // The reader throws whatever its parsing stumbles over; no block is worth losing a picture for.
        catch (Exception exception) when (exception is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            return None;
        }
    }

    private static int Start(ReadOnlySpan<byte> block)
    {
        var head = block[..Math.Min(block.Length, 16)];
        var little = head.IndexOf("II*\0"u8);
        return little >= 0 ? little : head.IndexOf("MM\0*"u8);
    }

    private static DateTimeOffset? TakenTime(IReadOnlyList<MetadataExtractor.Directory> directories) =>
        Time(directories, ExifDirectoryBase.TagDateTimeOriginal, ExifDirectoryBase.TagTimeZoneOriginal) ??
        Time(directories, ExifDirectoryBase.TagDateTimeDigitized, ExifDirectoryBase.TagTimeZoneDigitized) ??
        Time(directories, ExifDirectoryBase.TagDateTime, ExifDirectoryBase.TagTimeZone);

    private static DateTimeOffset? Time(IReadOnlyList<MetadataExtractor.Directory> directories, int tag, int offsetTag)
    {
        if (!DateTime.TryParseExact(
                Text(directories, tag), "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ||
            local.Year is < EarliestYear or > 9998)
        {
            return null;
        }

        // "+02:00"; spaces for an offset that is not known.
        var offset = Text(directories, offsetTag) is [('+' or '-') and var sign, .. { } digits] &&
            TimeSpan.TryParseExact(digits, @"hh\:mm", CultureInfo.InvariantCulture, out var span) && span <= TimeSpan.FromHours(14)
                ? sign == '-' ? -span : span
                : TimeSpan.Zero;
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private static string? Text(IReadOnlyList<MetadataExtractor.Directory> directories, int tag)
    {
        foreach (var directory in directories)
        {
            if (directory is ExifDirectoryBase and not ExifThumbnailDirectory && directory.GetString(tag) is { } text)
            {
                var clean = new string([.. text.Where(character => !char.IsControl(character)).Take(MostCharacters)]).Trim();
                return clean.Length > 0 ? clean : null;
            }
        }

        return null;
    }
}
