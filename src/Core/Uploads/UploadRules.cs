using Magpie.Uploads.Rules;

namespace Magpie.Uploads;

/// <summary>Every rule a request for places must keep.</summary>
public sealed class UploadRules(UploadOptions options)
{
    private readonly FileCountRule _count = new(options);

    private readonly IUploadRule[] _rules =
    [
        new NameRule(), new ContentTypeRule(), new ExtensionRule(), new SizeRule(options), new TitleRule(options), new TagsRule(options),
        new ChecksumRule(),
    ];

    /// <summary>Empty when all hold; each file's first broken rules otherwise, with the file's index and its name made safe to show.</summary>
    public IReadOnlyList<UploadError> Check(IReadOnlyList<UploadFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        if (_count.Check(files.Count) is { } error)
        {
            return [error];
        }

        var errors = new List<UploadError>();
        for (var index = 0; index < files.Count; index++)
        {
            var file = files[index];
            foreach (var rule in _rules)
            {
                if (rule.Check(file) is { } broken)
                {
                    errors.Add(broken with { File = index, Name = file.Name is null ? null : PlainText.Sanitize(file.Name) });
                }
            }
        }

        return errors;
    }
}
