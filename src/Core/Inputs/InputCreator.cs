using Magpie.Accounts;
using Magpie.Assets;
using Magpie.Fetching;
using Magpie.Imaging;
using Magpie.Tagging;
using Magpie.Uploads;

namespace Magpie.Inputs;

/// <summary>Adds inputs: fetches what has a URL, then does with it what is done with any file that comes with a request.</summary>
public sealed class InputCreator(ICatalogue catalogue, IInputIndex index, IImageFetcher fetcher, DirectUpload upload, UploadOptions options, TimeProvider time)
{
    private readonly InputRules _rules = new(options);

    /// <summary>Done when this returns: ready, or not to be had.</summary>
    public async Task<InputResult> CreateAsync(Caller caller, NewInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(input);
        if (_rules.Check(input) is { } broken)
        {
            return new InputResult.Refused(broken);
        }

        var assetId = AssetId.New(time);
        var claimed = new List<InputKey>();
        InputResult? result = null;
        try
        {
            return result = await ClaimAsync(caller.Account, input, assetId, claimed, cancellationToken) is { } taken
                ? new InputResult.Refused(taken)
                : await UploadAsync(caller, input, assetId, cancellationToken);
        }
        finally
        {
            if (result is not InputResult.Done)
            {
                foreach (var key in claimed)
                {
                    await index.ReleaseAsync(caller.Account, key, assetId, CancellationToken.None);
                }
            }
        }
    }

    private async Task<UploadError?> ClaimAsync(string account, NewInput input, string assetId, List<InputKey> claimed, CancellationToken cancellationToken)
    {
        if (input.Id is { } id)
        {
            var isAnAssets = AssetId.IsValid(id) && await IsThereAsync(account, id, cancellationToken);
            if (isAnAssets || !await ClaimAsync(account, InputKey.OfId(id), assetId, claimed, cancellationToken))
            {
                return new UploadError(InputCodes.DuplicateId, "There is an input of this id. Choose another, or delete that one first.");
            }
        }

        return input is { Url: { } url, AllowDuplicateUrl: false } && !await ClaimAsync(account, InputKey.OfUrl(url), assetId, claimed, cancellationToken)
            ? new UploadError(InputCodes.DuplicateUrl, "There is an input of this URL. Set \"allow_duplicate_url\" to add it once more.")
            : null;
    }

    private async Task<bool> ClaimAsync(string account, InputKey key, string assetId, List<InputKey> claimed, CancellationToken cancellationToken)
    {
        var holder = await index.ClaimAsync(account, key, assetId, cancellationToken);
        if (holder != assetId
            && (await IsThereAsync(account, holder, cancellationToken) || !await index.TakeOverAsync(account, key, holder, assetId, cancellationToken)))
        {
            return false;
        }

        claimed.Add(key);
        return true;
    }

    /// <summary>Of one that is being fetched there is no row yet: it counts for as long as a fetch may take.</summary>
    private async Task<bool> IsThereAsync(string account, string assetId, CancellationToken cancellationToken) =>
        await catalogue.FindAsync(account, assetId, cancellationToken) is { } stored
            ? stored.Asset.State is AssetState.Reserved or AssetState.Received or AssetState.Ready
            : time.GetUtcNow() - AssetAge.CreatedAt(assetId) < AssetAge.LongestFetch;

    private async Task<InputResult> UploadAsync(Caller caller, NewInput input, string assetId, CancellationToken cancellationToken)
    {
        if (input.Url is not { } url)
        {
            return await UploadAsync(caller, input, assetId, input.Bytes ?? default, cancellationToken);
        }

        using var fetched = await fetcher.FetchAsync(url, FetchedKinds.ImagesAndVideos, cancellationToken);
        if (fetched is not FetchResult.Fetched file)
        {
            var refused = (FetchResult.Refused)fetched;
            return new InputResult.Refused(new UploadError(refused.Code == FetchCodes.Busy ? InputCodes.Busy : refused.Code, refused.Message));
        }

        var result = await UploadAsync(caller, input, assetId, file.Content, cancellationToken);
        if (result is InputResult.Done)
        {
            await index.AddSourceAsync(caller.Account, url, assetId, cancellationToken);
        }

        return result;
    }

    private async Task<InputResult> UploadAsync(Caller caller, NewInput input, string assetId, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (FileTypes.Sniff(content.Span[..Math.Min(content.Length, FileTypes.SniffLength)]) is not { } type)
        {
            return new InputResult.Refused(new UploadError(InputCodes.NotAFile, "This is no image or video of a type that is accepted."));
        }

        var description = new UploadFile
        {
            Name = InputName.Of(input, type),
            ContentType = type.MediaType(),
            Size = content.Length,
            Tags = [.. input.Present],
            Input = new AssetInput
            {
                ExternalId = input.Id,
                Url = input.Url,
                Metadata = input.Metadata,
                Geo = input.Geo,
                AbsentTags = [.. TagNormalizer.NormalizeAll(input.Absent).Except(TagNormalizer.NormalizeAll(input.Present), StringComparer.Ordinal)],
            },
        };
        return await upload.AcceptAsync(caller, description, new MemoryFile(content), assetId, cancellationToken) switch
        {
            DirectUploadResult.Refused refused => new InputResult.Refused(refused.Errors[0]),
            DirectUploadResult.Settled settled => new InputResult.Done(settled.Asset),
            _ => throw new InvalidOperationException("An upload is refused or settled."),
        };
    }
}
