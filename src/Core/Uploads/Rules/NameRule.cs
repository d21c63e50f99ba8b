namespace Magpie.Uploads.Rules;

/// <summary>A name is there, has no path in it, and shows what it says.</summary>
public sealed class NameRule : IUploadRule
{
    public const string Code = "invalid-name";

    /// <summary>Characters; what file systems allow.</summary>
    public const int MaxLength = 255;

    public UploadError? Check(UploadFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Name switch
        {
            null or "" => new(Code, "The file has no name. Send the name it has on disk."),
            { Length: > MaxLength } name => new(Code, $"The name has {name.Length} characters. Shorten it to at most {MaxLength}."),
            { } name when name.AsSpan().ContainsAny('/', '\\') => new(Code, "The name holds a path. Send the file's name alone."),
            { } name when !PlainText.IsPlain(name) => new(Code, "The name holds control characters. Remove them."),
            { } name when name.All(character => character is '.' or ' ') => new(Code, "The name is only dots or spaces. Give the file a name."),
            _ => null,
        };
    }
}
