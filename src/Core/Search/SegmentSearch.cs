using System.Buffers;
using System.Text;

namespace Magpie.Search;

/// <summary>Looks for a query in one index: candidates by words and tags, then the filter, then every rank; what is left is offered.</summary>
internal sealed class SegmentSearch(IndexSegment segment, RankedQuery query) : IDisposable
{
    private readonly PackedIndex _index = segment.Index;
    private readonly List<Scores> _rented = [];

    public void Run(BestHits best)
    {
        using var filter = new SegmentFilter(_index, query.Query.Filter);
        var text = query.Text is { } words ? Match(words) : null;
        var tags = query.Query.Tags.Select(rank => (rank.IsAbsent, Scores: Confidences(rank.Tag))).ToList();
        var likes = query.Likes.Select(Likeness).ToList();
        var required = tags.Where(rank => !rank.IsAbsent).Select(rank => rank.Scores).Concat(likes);
        if (text is not null)
        {
            required = required.Append(text);
        }

        if (filter.Narrowest is { } narrow)
        {
            required = required.Append(narrow);
        }

        var fewest = required.MinBy(scores => scores.Ordinals.Length);
        var records = _index.Records;
        var candidates = fewest is null ? records.Length : fewest.Ordinals.Length;
        for (var i = 0; i < candidates; i++)
        {
            var ordinal = fewest is null ? i : fewest.Ordinals[i];
            if (!segment.IsLive(ordinal) || !filter.Admits(records[ordinal], ordinal))
            {
                continue;
            }

            double score = text?[ordinal] ?? 1;
            foreach (var (isAbsent, scores) in tags)
            {
                score *= isAbsent ? 1 - scores[ordinal] : scores[ordinal];
            }

            foreach (var like in likes)
            {
                score *= like[ordinal];
            }

            if (query.Color is { } color && score > 0)
            {
                score *= color.ShareOf(records[ordinal]);
            }

            best.Offer(score, records[ordinal].Key);
        }
    }

    public void Dispose() => _rented.ForEach(static scores => scores.Dispose());

    private Scores Rent()
    {
        var scores = new Scores(_index.Count);
        _rented.Add(scores);
        return scores;
    }

    /// <summary>How well each asset matches the words: the mean over the parts, all of which it must match.</summary>
    private Scores Match(QueryText text)
    {
        var parts = text.Parts.Select(Match).ToList();
        var result = Rent();
        if (parts.Count > 0)
        {
            Average(parts, result);
        }

        foreach (var tag in text.Tags)
        {
            Collect(tag, result);
        }

        return result;
    }

    private Scores Match(QueryPart part)
    {
        var words = new List<Scores>(part.Words.Count);
        foreach (var looks in part.Words)
        {
            var found = Rent();
            foreach (var look in looks)
            {
                Collect(look, found);
            }

            if (found.Ordinals.Length == 0)
            {
                // No asset has all words; a list of scores for each of the others would be for nothing.
                words = [found];
                break;
            }

            words.Add(found);
        }

        var result = words[0];
        if (words.Count > 1)
        {
            result = Rent();
            Average(words, result);
        }

        foreach (var tag in part.Tags)
        {
            Collect(tag, result);
        }

        return result;
    }

    private static void Average(List<Scores> parts, Scores result)
    {
        var fewest = parts.MinBy(scores => scores.Ordinals.Length)!;
        foreach (var ordinal in fewest.Ordinals)
        {
            var sum = 0f;
            foreach (var part in parts)
            {
                if (part[ordinal] == 0)
                {
                    sum = 0;
                    break;
                }

                sum += part[ordinal];
            }

            if (sum > 0)
            {
                result.Raise(ordinal, sum / parts.Count);
            }
        }
    }

    private void Collect(TermPattern pattern, Scores scores)
    {
        foreach (var posting in pattern.IsPrefix ? _index.PostingsFrom(pattern.Term) : _index.Postings(pattern.Term))
        {
            if (MatchWeights.Of(posting.Field) is > 0 and var weight)
            {
                scores.Raise(posting.Ordinal, weight * posting.Probability * pattern.Factor);
            }
        }
    }

    /// <summary>How sure it is that an asset carries a tag: what the user said, else what a model did.</summary>
    private Scores Confidences(string tag)
    {
        var scores = Rent();
        foreach (var posting in _index.Postings(Encoding.UTF8.GetBytes(AssetTerms.Tag + tag)))
        {
            scores.Raise(posting.Ordinal, posting.Probability);
        }

        return scores;
    }

    private Scores Likeness(LikeQuery like)
    {
        var scores = Rent();
        foreach (ref readonly var model in _index.Models)
        {
            if (!_index.IsOf(model, like))
            {
                continue;
            }

            var cosines = ArrayPool<float>.Shared.Rent(model.Count);
            like.Vector.Cosines(_index.Values(model), _index.Scales(model), cosines.AsSpan(0, model.Count));
            var ordinals = _index.Ordinals(model);
            for (var i = 0; i < ordinals.Length; i++)
            {
                if (cosines[i] > 0)
                {
                    scores.Raise(ordinals[i], Math.Min(1, cosines[i]));
                }
            }

            ArrayPool<float>.Shared.Return(cosines);
        }

        return scores;
    }
}
