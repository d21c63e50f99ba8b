namespace Magpie.Uploads.Rules;

/// <summary>The declared type is one of <see cref="AcceptedTypes"/>.</summary>
public sealed class ContentTypeRule : IUploadRule
{
    public const string Code = "unsupported-type";

    private static readonly string Accepted = string.Join(", ", AcceptedTypes.All.Select(type => type.Name));

    public UploadError? Check(UploadFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return AcceptedTypes.Find(file.ContentType) is null ? new(Code, $"This type of file is not accepted. Accepted are {Accepted}.") : null;
    }
}
