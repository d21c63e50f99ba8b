using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Tagging;
using Magpie.Uploads;

namespace Magpie.Inputs;

/// <summary>Changes what a client of Clarifai's API says of an input: its concepts, its metadata, its place.</summary>
public sealed class InputEditor(InputFinder finder, ICatalogue catalogue, ReadyAssetChange change, UploadOptions options)
{
    /// <summary>Times the asset is read again because somebody else changed it.</summary>
    private const int Attempts = 20;

    private readonly InputRules _rules = new(options);

    public async Task<InputResult> EditAsync(Caller caller, string id, InputEdit edit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(edit);
        if (InputRules.Check(edit) is { } wrong)
        {
            return new InputResult.Refused(wrong);
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await finder.FindAsync(caller, id, cancellationToken) is not { } read)
            {
                return new InputResult.Missing();
            }

            if (!read.Asset.State.MayBecome(read.Asset.State))
            {
                return new InputResult.Refused(new UploadError(InputCodes.NotEditable, "The input could not be processed; delete it and add it again."));
            }

            var next = Apply(read.Asset, edit);
            if (_rules.Check(next.UserTags, next.Input!.AbsentTags, edit.Metadata is null ? null : next.Input.Metadata, next.Input.Geo) is { } broken)
            {
                return new InputResult.Refused(broken);
            }

            var stored = read.Asset.State == AssetState.Ready
                ? await change.TryAsync(read, next, null, cancellationToken)
                : await catalogue.TryReplaceAsync(read, next, null, cancellationToken);
            if (stored is not null)
            {
                return new InputResult.Done(stored.Asset);
            }
        }

        return new InputResult.Refused(new UploadError(InputCodes.Busy, "The input is changed by others all the time. Try again."));
    }

    private static Asset Apply(Asset asset, InputEdit edit)
    {
        var input = asset.Input ?? new AssetInput();
        var (present, absent) = edit is { Present: null, Absent: null }
            ? (asset.UserTags, input.AbsentTags)
            : Concepts(asset.UserTags, input.AbsentTags, edit.Action, TagNormalizer.NormalizeAll(edit.Present ?? []), TagNormalizer.NormalizeAll(edit.Absent ?? []));
        return asset with
        {
            UserTags = present,
            Tags = TagMerge.Merge(present, asset.MlTags),
            Input = input with
            {
                AbsentTags = absent,
                Metadata = edit.Metadata is { } metadata ? InputMetadata.Change(input.Metadata, edit.Action, metadata) : input.Metadata,
                Geo = edit.Geo is not { } geo ? input.Geo : edit.Action == InputAction.Remove ? null : geo,
            },
        };
    }

    private static (IReadOnlyList<string> Present, IReadOnlyList<string> Absent) Concepts(
        IReadOnlyList<string> present, IReadOnlyList<string> absent, InputAction action, IReadOnlyList<string> yes, IReadOnlyList<string> no)
    {
        no = Without(no, yes);
        switch (action)
        {
            case InputAction.Overwrite:
                return (yes, no);
            case InputAction.Remove:
                return (Without(Without(present, yes), no), Without(Without(absent, yes), no));
            default:
                return ([.. Without(present, no).Union(yes, StringComparer.Ordinal)], [.. Without(absent, yes).Union(no, StringComparer.Ordinal)]);
        }
    }

    private static IReadOnlyList<string> Without(IReadOnlyList<string> tags, IReadOnlyList<string> others) => [.. tags.Except(others, StringComparer.Ordinal)];
}
