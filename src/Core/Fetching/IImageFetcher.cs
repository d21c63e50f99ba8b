namespace Magpie.Fetching;

/// <summary>
/// Fetches files from URLs that somebody else chose: from public addresses only, within limits of time, size and redirects, and only what
/// its own bytes say is an image (or, where asked for, a video).
/// </summary>
public interface IImageFetcher
{
    /// <summary>
    /// Fetches a file. Fetched files that are not disposed of count as fetches that run: dispose of one before the next is fetched.
    /// </summary>
    /// <param name="url">As the caller gave it; anything.</param>
    /// <exception cref="OperationCanceledException">The caller gave up; running out of time is a <see cref="FetchResult.Refused"/>.</exception>
    Task<FetchResult> FetchAsync(string url, FetchedKinds kinds, CancellationToken cancellationToken);

    /// <summary>Fetches an image.</summary>
    /// <inheritdoc cref="FetchAsync(string, FetchedKinds, CancellationToken)"/>
    Task<FetchResult> FetchAsync(string url, CancellationToken cancellationToken) => FetchAsync(url, FetchedKinds.Images, cancellationToken);
}

/// <summary>What a caller has use for.</summary>
public enum FetchedKinds
{
    Images,
    ImagesAndVideos,
}
