namespace Magpie.Uploads.Rules;

/// <summary>The name's extension is one of the declared type. A name without an extension contradicts nothing.</summary>
public sealed class ExtensionRule : IUploadRule
{
    public const string Code = "type-mismatch";

    public UploadError? Check(UploadFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var extension = Path.GetExtension(file.Name ?? string.Empty).TrimStart('.');
        return extension.Length == 0
            || AcceptedTypes.Find(file.ContentType) is not { } type
            || type.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase)
                ? null
                : new(Code, $"The name's extension does not fit the type {type.Name}, whose files end in .{string.Join(" or .", type.Extensions)}. Correct one of the two.");
    }
}
