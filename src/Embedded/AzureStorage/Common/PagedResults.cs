namespace Azure.Storage.Common;

/// <summary>A listing, page by page: asks for the next page only when the last one is used up.</summary>
internal sealed class PagedResults<T>(
    Func<string?, int?, CancellationToken, ValueTask<Page<T>>> next, CancellationToken cancellationToken) : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        do
        {
            var page = await next(continuationToken, pageSizeHint, CancellationToken).ConfigureAwait(false);
            yield return page;
            continuationToken = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(continuationToken));
    }
}
