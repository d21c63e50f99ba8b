namespace Magpie.Uploads.Rules;

/// <summary>A title, when there is one, is one line of at most <see cref="UploadOptions.MaxTitleLength"/> characters.</summary>
public sealed class TitleRule(UploadOptions options) : IUploadRule
{
    public const string Code = "invalid-title";

    public UploadError? Check(UploadFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Check(file.Title);
    }

    /// <summary>Null when it holds.</summary>
    public UploadError? Check(string? title) => title?.Trim() switch
    {
        { } text when text.Length > options.MaxTitleLength =>
            new(Code, $"The title has {text.Length} characters. Shorten it to at most {options.MaxTitleLength}."),
        { } text when !PlainText.IsPlain(text) => new(Code, "The title holds control characters or line breaks. Remove them."),
        _ => null,
    };

    /// <summary>How a title that holds is stored: trimmed, null when nothing is left.</summary>
    public static string? Normalize(string? title) => string.IsNullOrWhiteSpace(title) ? null : title.Trim();
}
