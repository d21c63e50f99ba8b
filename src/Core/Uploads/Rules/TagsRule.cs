namespace Magpie.Uploads.Rules;

/// <summary>At most <see cref="UploadOptions.MaxTags"/> tags, each one line of at most <see cref="UploadOptions.MaxTagLength"/> characters.</summary>
public sealed class TagsRule(UploadOptions options) : IUploadRule
{
    public const string TooMany = "too-many-tags";
    public const string Invalid = "invalid-tag";

    public UploadError? Check(UploadFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Check(file.Tags);
    }

    /// <summary>Null when it holds.</summary>
    public UploadError? Check(IReadOnlyList<string?> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        return tags.Count > options.MaxTags
            ? new(TooMany, $"{tags.Count} tags. Give at most {options.MaxTags}.")
            : tags.Select(Check).FirstOrDefault(error => error is not null);
    }

    private UploadError? Check(string? tag) => tag?.Trim() switch
    {
        null => new(Invalid, "A tag is null. Send only text."),
        { } text when text.Length > options.MaxTagLength =>
            new(Invalid, $"A tag has {text.Length} characters. Shorten it to at most {options.MaxTagLength}."),
        { } text when !PlainText.IsPlain(text) => new(Invalid, "A tag holds control characters or line breaks. Remove them."),
        _ => null,
    };
}
