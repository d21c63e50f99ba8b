using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Magpie.Indexes;

/// <summary>Finds what is most like a picture among those of an index.</summary>
public static class SimilarImages
{
    /// <summary>
    /// The pictures by rising Euclidean distance, those of one distance by id; none that other models made the features of.
    /// </summary>
    public static SimilarPage Find(TrainedIndex index, ImageFeatures features, SimilarQuery query)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(query);
        var near = ArrayPool<Near>.Shared.Rent(index.Vectors.Count);
        try
        {
            var compared = Measure(index, features, near);
            near.AsSpan(0, compared).Sort(Compare);
            var found = near.AsMemory(0, compared);
            return query.Separator.Length == 0 ? Single(found, query)
                : query.Merging == Merging.Winner ? Winners(found, query)
                : Averages(found, query);
        }
        finally
        {
            ArrayPool<Near>.Shared.Return(near, clearArray: true);
        }
    }

    /// <summary>What is left of an id without its suffix: everything before the last separator; the whole where there is none, or nothing before it.</summary>
    public static ReadOnlySpan<char> NameOf(string id, string separator)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.LastIndexOf(separator, StringComparison.Ordinal) is > 0 and var at ? id.AsSpan(0, at) : id;
    }

    private static int Measure(TrainedIndex index, ImageFeatures features, Near[] near)
    {
        var compared = 0;
        var vector = features.Vector.Span;
        foreach (var other in index.Vectors)
        {
            if (other.Vector.Length == vector.Length && string.Equals(other.Model, features.Model, StringComparison.Ordinal))
            {
                near[compared++] = new(TensorPrimitives.Distance(vector, other.Vector.Span), other.Id);
            }
        }

        return compared;
    }

    private static SimilarPage Single(ReadOnlyMemory<Near> found, SimilarQuery query)
    {
        // They are sorted, so what is too far is all at the end.
        var count = found.Length;
        while (query.MaxDistance is { } most && count > 0 && found.Span[count - 1].Distance > most)
        {
            count--;
        }

        var (first, end) = Page(count, query);
        var images = new SimilarImage[end - first];
        for (var i = first; i < end; i++)
        {
            images[i - first] = Image(found.Span[i]);
        }

        return new(found.Length, count, images);
    }

    private static SimilarPage Winners(ReadOnlyMemory<Near> found, SimilarQuery query)
    {
        var names = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        var winners = new List<Near>();
        foreach (var one in found.Span)
        {
            // The nearest comes first.
            if (!(one.Distance > query.MaxDistance) && names.Add(NameOf(one.Id, query.Separator)))
            {
                winners.Add(one);
            }
        }

        var (first, end) = Page(winners.Count, query);
        return new(found.Length, winners.Count, winners[first..end].ConvertAll(Image));
    }

    private static SimilarPage Averages(ReadOnlyMemory<Near> found, SimilarQuery query)
    {
        var byName = new Dictionary<string, List<Near>>(StringComparer.Ordinal);
        var names = byName.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var one in found.Span)
        {
            if (!names.TryGetValue(NameOf(one.Id, query.Separator), out var group))
            {
                names[NameOf(one.Id, query.Separator)] = group = [];
            }

            group.Add(one);
        }

        var groups = new List<(Near Mean, List<Near> Members)>(byName.Count);
        foreach (var (name, members) in byName)
        {
            var mean = new Near(members.Average(one => one.Distance), name);
            if (!(mean.Distance > query.MaxDistance))
            {
                groups.Add((mean, members));
            }
        }

        groups.Sort((one, other) => Compare(one.Mean, other.Mean));
        var (first, end) = Page(groups.Count, query);
        return new(found.Length, groups.Count, groups[first..end].ConvertAll(group => Image(group.Mean) with { Members = group.Members.ConvertAll(Image) }));
    }

    private static (int First, int End) Page(int count, SimilarQuery query)
    {
        var first = Math.Min(query.Offset, count);
        return (first, first + Math.Min(query.Count, count - first));
    }

    private static SimilarImage Image(Near near) => new(near.Id, near.Distance, null);

    private static int Compare(Near one, Near other) =>
        one.Distance.CompareTo(other.Distance) is not 0 and var order ? order : string.CompareOrdinal(one.Id, other.Id);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Near(double Distance, string Id);
}

/// <summary>What a search asks for.</summary>
/// <param name="Offset">Of the first that is shown, from 0.</param>
/// <param name="Count">At most so many are shown.</param>
/// <param name="MaxDistance">None that is farther, merged ones by their mean; null for all.</param>
/// <param name="Separator">Between a name and its suffix, as <c>_</c> in <c>dog_1</c>; empty for no merging.</param>
public sealed record SimilarQuery(int Offset = 0, int Count = 100, double? MaxDistance = null, string Separator = "", Merging Merging = Merging.Average);

/// <summary>What becomes of pictures whose ids differ in the suffix alone.</summary>
public enum Merging
{
    /// <summary>One result of their name and mean distance, which lists them.</summary>
    Average,

    /// <summary>The nearest stands for all.</summary>
    Winner,
}

/// <summary>What a search found.</summary>
/// <param name="Compared">Pictures of the index whose features are of the same model.</param>
/// <param name="Count">Results before paging.</param>
public sealed record SimilarPage(int Compared, int Count, IReadOnlyList<SimilarImage> Images);

/// <summary>A picture of an index, or several merged into one.</summary>
/// <param name="Distance">0 for the same features to 2 for opposite ones.</param>
/// <param name="Members">Those that were merged, by rising distance; null where nothing is merged into it.</param>
public sealed record SimilarImage(string Id, double Distance, IReadOnlyList<SimilarImage>? Members);
