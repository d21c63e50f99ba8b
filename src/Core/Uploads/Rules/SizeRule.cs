using System.Globalization;
using Magpie.Imaging;

namespace Magpie.Uploads.Rules;

/// <summary>A size is declared, more than nothing, and within the limit of its kind.</summary>
public sealed class SizeRule(UploadOptions options) : IUploadRule
{
    public const string Invalid = "invalid-size";
    public const string Empty = "empty";
    public const string TooLarge = "too-large";

    public UploadError? Check(UploadFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Size switch
        {
            null => new(Invalid, "The file has no size. Send its size in bytes."),
            < 0 => new(Invalid, "The size is negative. Send the file's size in bytes."),
            0 => new(Empty, "The file is empty. Leave it out."),
            { } size when FileTypes.FromMediaType(file.ContentType) is { } type && size > LimitOf(type) => new(TooLarge, TooLargeText(type)),
            _ => null,
        };
    }

    private long LimitOf(FileType type) => type.IsVideo() ? options.MaxVideoBytes : options.MaxImageBytes;

    private string TooLargeText(FileType type) => string.Create(
        CultureInfo.InvariantCulture,
        $"The file is larger than {LimitOf(type):N0} bytes, the limit of {(type.IsVideo() ? "a video" : "an image")}. Upload a smaller version.");
}
