namespace Magpie.Uploads.Rules;

/// <summary>A request names 1 to <see cref="UploadOptions.MaxFiles"/> files.</summary>
public sealed class FileCountRule(UploadOptions options)
{
    public const string NoFiles = "no-files";
    public const string TooManyFiles = "too-many-files";

    /// <summary>Null when it holds.</summary>
    public UploadError? Check(int count) => count switch
    {
        0 => new(NoFiles, "No files. Name at least one in \"files\"."),
        _ when count > options.MaxFiles =>
            new(TooManyFiles, $"{count} files in one request. Send at most {options.MaxFiles} at a time."),
        _ => null,
    };
}
