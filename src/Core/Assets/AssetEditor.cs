using Magpie.Accounts;
using Magpie.Tagging;
using Magpie.Uploads;
using Magpie.Uploads.Rules;

namespace Magpie.Assets;

/// <summary>Changes what a person says of an asset: its title and its own tags. What models said stays.</summary>
public sealed class AssetEditor(ICatalogue catalogue, ReadyAssetChange change, UploadOptions options)
{
    /// <summary>Times the asset is read again because somebody else changed it.</summary>
    private const int Attempts = 20;

    private readonly TitleRule _title = new(options);
    private readonly TagsRule _tags = new(options);

    /// <summary>Applies the edit.</summary>
    /// <param name="isExpected">Whether the asset is the one the caller has seen.</param>
    public async Task<EditResult> EditAsync(
        Caller caller, string id, AssetEdit edit, Func<StoredAsset, bool> isExpected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(edit);
        ArgumentNullException.ThrowIfNull(isExpected);
        if ((edit.ChangesTitle ? _title.Check(edit.Title) : null) is { } badTitle)
        {
            return new EditResult.Refused(badTitle);
        }

        if ((edit.Tags is { } tags ? _tags.Check(tags) : null) is { } badTags)
        {
            return new EditResult.Refused(badTags);
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = await catalogue.FindAsync(caller.Account, id, cancellationToken);
            if (read is null || read.Asset.State == AssetState.Deleted || !caller.MaySee(read.Asset))
            {
                return new EditResult.NotFound();
            }

            if (!isExpected(read))
            {
                return new EditResult.Changed();
            }

            if (!read.Asset.State.MayBecome(read.Asset.State))
            {
                return new EditResult.NotEditable(read.Asset.State);
            }

            if (await TryAsync(read, edit, cancellationToken) is { } stored)
            {
                return new EditResult.Edited(stored);
            }
        }

        return new EditResult.Changed();
    }

    private async Task<StoredAsset?> TryAsync(StoredAsset read, AssetEdit edit, CancellationToken cancellationToken)
    {
        var asset = read.Asset;
        var userTags = edit.Tags is { } tags ? TagNormalizer.NormalizeAll(tags) : asset.UserTags;
        var next = asset with
        {
            Title = edit.ChangesTitle ? TitleRule.Normalize(edit.Title) : asset.Title,
            UserTags = userTags,
            Tags = TagMerge.Merge(userTags, asset.MlTags),

            // What the user says now counts against what they denied before.
            Input = edit.Tags is not null && asset.Input is { AbsentTags.Count: > 0 } input
                ? input with { AbsentTags = [.. input.AbsentTags.Except(userTags, StringComparer.Ordinal)] }
                : asset.Input,
        };
        return asset.State == AssetState.Ready
            ? await change.TryAsync(read, next, null, cancellationToken)
            : await catalogue.TryReplaceAsync(read, next, null, cancellationToken);
    }
}

/// <summary>What a person changes.</summary>
/// <param name="ChangesTitle">Whether <paramref name="Title"/> is meant: null then removes it.</param>
/// <param name="Tags">In the place of the user's tags; null leaves them.</param>
public sealed record AssetEdit(bool ChangesTitle, string? Title, IReadOnlyList<string?>? Tags);

/// <summary>What became of an edit.</summary>
public abstract record EditResult
{
    private EditResult()
    {
    }

    public sealed record Edited(StoredAsset Stored) : EditResult;

    /// <summary>No such asset, or none that the caller may see.</summary>
    public sealed record NotFound : EditResult;

    /// <summary>It is not the one the caller has seen.</summary>
    public sealed record Changed : EditResult;

    /// <summary>It has ended in a state that nothing follows.</summary>
    public sealed record NotEditable(AssetState State) : EditResult;

    public sealed record Refused(UploadError Error) : EditResult;
}
