namespace Magpie.Uploads;

/// <summary>Opens one blob for writing, for minutes.</summary>
public interface IUploadUrls
{
    /// <summary>A URL that may create and write the blob of this upload and do nothing else.</summary>
    ValueTask<UploadUrl> CreateAsync(string account, string id, string contentType, CancellationToken cancellationToken);
}

/// <summary>A place that is open for a while.</summary>
/// <param name="Url">Holds a signature: whoever has it may write. Never logged.</param>
/// <param name="Headers">What the PUT must carry.</param>
/// <param name="ExpiresAt">When the URL stops working.</param>
public sealed record UploadUrl(Uri Url, IReadOnlyDictionary<string, string> Headers, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the signature.</summary>
    public override string ToString() => $"{Url.GetLeftPart(UriPartial.Path)} until {ExpiresAt:u}";
}
