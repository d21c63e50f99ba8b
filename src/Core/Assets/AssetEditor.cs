using Magpie.Accounts;
using Magpie.Tagging;
using Magpie.Uploads;
using Magpie.Uploads.Rules;
using Microsoft.Extensions.Logging;

namespace Magpie.Assets;

/// <summary>Changes what a person says of an asset: its title and its own tags. What models said stays.</summary>
public sealed partial class AssetEditor(
    ICatalogue catalogue, IAssetFollowUps followUps, AssetFollowUp followUp, UploadOptions options, TimeProvider time, ILogger<AssetEditor> logger)
{
    /// <summary>Times the asset is read again because somebody else changed it.</summary>
    private const int Attempts = 20;

    /// <summary>After this long nobody who made the asset ready still writes its index.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

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
        };
        if (asset.State != AssetState.Ready)
        {
            return await catalogue.TryReplaceAsync(read, next, null, cancellationToken);
        }

        var scheduled = await followUps.ScheduleAsync(new FollowUp(asset.Account, asset.Id, asset.Tags), cancellationToken);
        var stored = await catalogue.TryReplaceAsync(read, next, null, cancellationToken);
        if (stored is null || await IsDoneAsync(stored, cancellationToken))
        {
            await followUps.CancelAsync(scheduled, cancellationToken);
        }

        return stored;
    }

    /// <summary>Whether nothing is left to follow up: the copy agrees, and nobody else was writing the index meanwhile.</summary>
    private async Task<bool> IsDoneAsync(StoredAsset stored, CancellationToken cancellationToken)
    {
        if (await followUp.PushAsync(stored.Asset, cancellationToken) is { } error)
        {
            Log.NotPushed(logger, stored.Asset.Id, stored.Asset.Account, error.Code);
            return false;
        }

        return time.GetUtcNow() - stored.Asset.ReadyAt > Settled
            && (await catalogue.FindAsync(stored.Asset.Account, stored.Asset.Id, cancellationToken))?.ETag == stored.ETag;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The edit of asset {AssetId} of {Account} is not at the delivery service yet: {Code}")]
        public static partial void NotPushed(ILogger logger, string assetId, string account, string code);
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
