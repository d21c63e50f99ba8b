using Magpie.Assets;

namespace Magpie.Search;

/// <summary>Hits, the best first.</summary>
/// <param name="Cursor">For the next page; null on the last.</param>
/// <param name="IsComplete">False while the index of the account is being built: only a part of the assets was looked at.</param>
/// <param name="ComparableShare">
/// Share of the account's assets that likeness could be judged of, 0 to 1: the rest has no vector of the model asked for. Null without a like rank.
/// </param>
public sealed record SearchPage(IReadOnlyList<SearchHit> Hits, string? Cursor, bool IsComplete, double? ComparableShare)
{
    /// <summary>Whether the index was not loaded within the patience of the search: what tag lists cannot tell has no hits then, and order and rest of the others are theirs.</summary>
    public bool IsWithoutIndex { get; init; }
}

/// <summary>An asset that was found.</summary>
/// <param name="Score">0 to 1.</param>
/// <param name="Matches">Why, a reason for each rank.</param>
public sealed record SearchHit(Asset Asset, double Score, IReadOnlyList<SearchMatch> Matches);

/// <summary>Why an asset was found.</summary>
/// <param name="Field"><c>tag</c>, <c>mlTag</c>, <c>parent</c>, <c>title</c>, <c>name</c>, <c>color</c> or <c>like</c>.</param>
/// <param name="Text">The tag, title, name or colour that matched; the model's name for <c>like</c>.</param>
/// <param name="Score">What it adds, 0 to 1.</param>
public sealed record SearchMatch(string Field, string Text, double Score);

/// <summary>What became of a search.</summary>
public abstract record SearchResult
{
    private SearchResult()
    {
    }

    public sealed record Found(SearchPage Page) : SearchResult;

    /// <summary>The cursor is none, or of another query.</summary>
    public sealed record BadCursor : SearchResult;
}
