using Magpie.Imaging;

namespace Magpie.Uploads.Rules;

/// <summary>The declared type is one of <see cref="FileTypes"/>.</summary>
public sealed class ContentTypeRule : IUploadRule
{
    public const string Code = "unsupported-type";

    private static readonly string Accepted = string.Join(", ", Enum.GetValues<FileType>().Select(type => type.MediaType()));

    public UploadError? Check(UploadFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return FileTypes.FromMediaType(file.ContentType) is null ? new(Code, $"This type of file is not accepted. Accepted are {Accepted}.") : null;
    }
}
