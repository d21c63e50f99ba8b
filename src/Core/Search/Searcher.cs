using Magpie.Assets;
using Magpie.Tagging;

namespace Magpie.Search;

/// <summary>Finds assets of an account.</summary>
/// <param name="meanings">Tags that a folded text names in any language; the flag asks for those whose name begins so.</param>
public sealed class Searcher(AccountIndexes indexes, ISearchFeed feed, ICatalogue catalogue, Func<string, bool, IReadOnlyList<string>> meanings)
{
    /// <summary>Hits that are looked for beyond those asked for, in the place of those that went meanwhile.</summary>
    private const int Spare = 10;

    /// <summary>Documents read at once for one search.</summary>
    private const int ParallelReads = 16;

    /// <summary>
    /// The best hits of a query, with everything that was ready a <see cref="SearchOptions.MaxAge"/> before the call, and without what a person removed before it.
    /// </summary>
    /// <exception cref="ArgumentException">A limit of the query is not within its range.</exception>
    public async Task<SearchResult> SearchAsync(string account, SearchQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNotEqual(query.Limit is >= 1 and <= 1_000 && query.Skip is >= 0 and <= SearchQuery.MaxSkip, true, nameof(query));
        var ranked = RankedQuery.Of(query, meanings);
        var after = SearchCursor.Parse(query.Cursor, query);
        var listedTo = IsOfTagLists(ranked) ? SearchCursor.ParseListed(query.Cursor, query) : null;
        if (query.Cursor is not null && after is null && listedTo is null)
        {
            return new SearchResult.BadCursor();
        }

        if (listedTo is not null)
        {
            // What began as pages of a list goes on as such, whatever has become of the index: their order is the list's.
            return new SearchResult.Found(await FromTagListsAsync(account, ranked, listedTo, cancellationToken));
        }

        if (after is null && IsOfTagLists(ranked) && await indexes.IsPartialAsync(account, cancellationToken)
            && await FromTagListsAsync(account, ranked, null, cancellationToken) is var listed && (listed.Hits.Count > 0 || listed.Cursor is not null))
        {
            // One read, and of all assets of the tag, where the index has but the newest.
            return new SearchResult.Found(listed);
        }

        return await indexes.FindAsync(account, cancellationToken) is { } index
            ? new SearchResult.Found(await SearchAsync(account, index, ranked, after, cancellationToken))
            : after is null
            ? new SearchResult.Found(await FromTagListsAsync(account, ranked, null, cancellationToken) with { IsWithoutIndex = true })
            : new SearchResult.Found(new SearchPage([], query.Cursor, IsComplete: false, null) { IsWithoutIndex = true });
    }

    /// <summary>The vector that stands for how a ready asset looks; null when it has none, or there is no such asset.</summary>
    public async Task<AssetEmbedding?> FindEmbeddingAsync(string account, string id, CancellationToken cancellationToken) =>
        AssetId.IsValid(id) && await feed.ReadAsync(account, [id], cancellationToken) is [var found] ? found.Embedding : null;

    private async Task<SearchPage> SearchAsync(string account, AccountIndex index, RankedQuery ranked, RankedAsset? after, CancellationToken cancellationToken)
    {
        var query = ranked.Query;
        var view = index.View;
        var best = new BestHits(query.Skip + query.Limit + Spare + 1, after);
        var (assets, comparable) = (0L, 0L);
        foreach (var segment in view.Segments)
        {
            using var search = new SegmentSearch(segment, ranked);
            search.Run(best);
            assets += segment.Live;
            comparable += ranked.Likes is [var like, ..] ? segment.Comparable(like) : 0;
        }

        var candidates = best.InOrder().Skip(query.Skip).ToList();
        var found = await ReadAsync(account, index, view, candidates, query.Limit, cancellationToken);
        var hits = found.Select(hit => new SearchHit(hit.Asset, hit.Ranked.Score, MatchReasons.Of(hit.Asset, ranked, hit.Ranked.Score))).ToList();
        var isMore = found.Count > 0 && candidates[^1].Key != found[^1].Ranked.Key;
        return new(
            hits,
            isMore ? SearchCursor.Of(found[^1].Ranked, query) : null,
            index.IsComplete,
            ranked.Likes.Count == 0 ? null : assets == 0 ? 1 : (double)comparable / assets);
    }

    /// <summary>The first so many candidates that are still ready, in their order.</summary>
    private async Task<List<(Asset Asset, RankedAsset Ranked)>> ReadAsync(
        string account, AccountIndex index, IndexView view, List<RankedAsset> candidates, int limit, CancellationToken cancellationToken)
    {
        var found = new List<(Asset, RankedAsset)>(limit);
        for (var next = 0; next < candidates.Count && found.Count < limit;)
        {
            var batch = candidates.GetRange(next, Math.Min(limit - found.Count, candidates.Count - next));
            next += batch.Count;
            var documents = new Asset?[batch.Count];
            var options = new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0, batch.Count, options, async (i, token) =>
            {
                var id = batch[i].Id;
                if ((documents[i] = index.Document(id)) is null
                    && await catalogue.FindAsync(account, id, token) is { Asset: { State: AssetState.Ready } asset })
                {
                    documents[i] = asset;
                    index.Keep(asset, view);
                }
            });
            found.AddRange(batch.Select((ranked, i) => (documents[i]!, ranked)).Where(hit => hit.Item1 is not null));
        }

        return found;
    }

    /// <summary>Whether the tag lists can answer a query: they know tags, type and uploader, and nothing else that it could ask for.</summary>
    private static bool IsOfTagLists(RankedQuery ranked) =>
        ranked.Query is { Skip: 0, Like.Count: 0, Color: null } query
        && query.Filter is { From: null, Before: null, Camera: null, MinWidth: null, MinHeight: null, MinBytes: null, MaxBytes: null }
        && query.Filter is { NoTags.Count: 0, Metadata: null, Area: null, Ids: null }
        && !query.Tags.Any(rank => rank.IsAbsent)
        && TagsOf(query).Count > 0;

    private static IReadOnlyList<string> TagsOf(SearchQuery query)
    {
        IReadOnlyList<string> tags = [.. query.Tags.Where(rank => !rank.IsAbsent).Select(rank => rank.Tag), .. query.Filter.AllTags];
        return tags.Count == 0 && TagNormalizer.Normalize(query.Words) is { Length: > 0 } words ? [words] : tags;
    }

    /// <summary>While the index is being loaded: the newest assets of the tags that are asked for, one read of one list; only those of a page are ordered by score.</summary>
    /// <param name="after">Id of the last asset of the page before; null for the first.</param>
    private async Task<SearchPage> FromTagListsAsync(string account, RankedQuery ranked, string? after, CancellationToken cancellationToken)
    {
        var query = ranked.Query;
        var tags = TagsOf(query);
        var page = IsOfTagLists(ranked)
            ? await catalogue.ListAsync(
                account,
                new AssetFilter
                {
                    State = AssetState.Ready,
                    Tags = tags,
                    Type = query.Filter.Type,
                    UploadedBy = query.Filter.UploadedBy,
                    Limit = Math.Min(query.Limit, 200),
                    Cursor = after,
                },
                cancellationToken)
            : new AssetPage([], null);
        var hits = page.Assets.Select(asset => new SearchHit(asset, ScoreOf(asset, tags), MatchReasons.Of(asset, ranked, 1)))
            .Where(hit => hit.Score > 0)
            .OrderByDescending(hit => hit.Score);
        return new([.. hits], page.Cursor is { } last ? SearchCursor.OfListed(last, query) : null, IsComplete: false, null);
    }

    private static double ScoreOf(Asset asset, IReadOnlyList<string> tags) =>
        RankedAsset.Rounded(tags.Aggregate(1.0, (score, tag) => score * MatchReasons.ConfidenceOf(asset, tag, out _)));
}
