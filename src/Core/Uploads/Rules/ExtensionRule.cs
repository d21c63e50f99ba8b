using Magpie.Imaging;

namespace Magpie.Uploads.Rules;

/// <summary>The name's extension is one of the declared type. A name without an extension contradicts nothing.</summary>
public sealed class ExtensionRule : IUploadRule
{
    public const string Code = "type-mismatch";

    public UploadError? Check(UploadFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return FileTypes.FromMediaType(file.ContentType) is not { } type || type.Agrees(null, Path.GetExtension(file.Name ?? string.Empty))
            ? null
            : new(Code, $"The name's extension does not fit the type {type.MediaType()}, whose files end in {type.Extension()}. Correct one of the two.");
    }
}
