using System.Numerics.Tensors;

namespace Magpie.Search;

/// <summary>A query made ready: words read, vectors averaged and quantised.</summary>
internal sealed class RankedQuery
{
    private RankedQuery(SearchQuery query, QueryText? text, IReadOnlyList<LikeQuery> likes)
    {
        (Query, Text, Likes) = (query, text, likes);
        Color = query.Color is { } color ? new ColorNearness(color) : null;
    }

    public SearchQuery Query { get; }

    public QueryText? Text { get; }

    public IReadOnlyList<LikeQuery> Likes { get; }

    public ColorNearness? Color { get; }

    public static RankedQuery Of(SearchQuery query, Func<string, bool, IReadOnlyList<string>> meanings) =>
        new(query, QueryText.Parse(query.Words, query.IsTyping, meanings), [.. query.Like.Select(LikeQuery.Of)]);
}

/// <summary>A rank by likeness, with the mean of its vectors.</summary>
internal sealed record LikeQuery(string Model, int Size, Int8Query Vector)
{
    public static LikeQuery Of(LikeRank rank)
    {
        var mean = new float[rank.Vectors[0].Length];
        foreach (var vector in rank.Vectors)
        {
            TensorPrimitives.Add(mean, vector.Span, mean);
        }

        if (TensorPrimitives.Norm<float>(mean) is > 0 and var length)
        {
            TensorPrimitives.Divide(mean, length, mean);
        }

        return new(rank.Model, mean.Length, new Int8Query(mean));
    }
}
