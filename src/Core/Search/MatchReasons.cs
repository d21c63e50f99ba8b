using System.Text;
using Magpie.Assets;

namespace Magpie.Search;

/// <summary>Says why an asset was found, from the asset itself.</summary>
internal static class MatchReasons
{
    /// <summary>The reason of each rank of the query.</summary>
    /// <param name="score">Of the hit; what other ranks leave of it is likeness.</param>
    public static IReadOnlyList<SearchMatch> Of(Asset asset, RankedQuery query, double score)
    {
        var matches = new List<SearchMatch>();
        var explained = 1.0;
        if (query.Text is { } text)
        {
            var words = WordsOf(asset).ToList();
            var reasons = text.Parts.Select(part => Best(part, words)).OfType<SearchMatch>().ToList();
            if (text.Tags.Count > 0 && Best(text.Tags, words) is { } whole && (reasons.Count == 0 || reasons.Count < text.Parts.Count || whole.Score > reasons.Average(reason => reason.Score)))
            {
                reasons = [whole];
            }

            matches.AddRange(reasons);
            explained *= reasons.Count > 0 ? reasons.Average(reason => reason.Score) : 1;
        }

        foreach (var rank in query.Query.Tags)
        {
            var confidence = ConfidenceOf(asset, rank.Tag, out var field);
            matches.Add(new(field, rank.Tag, Rounded(rank.IsAbsent ? 1 - confidence : confidence)));
            explained *= rank.IsAbsent ? 1 - confidence : confidence;
        }

        if (query.Color is { } color && query.Query.Color is { } wanted)
        {
            var share = color.ShareOf(AssetRecord.Of(asset, -1, -1));
            matches.Add(new("color", $"#{wanted.Red:x2}{wanted.Green:x2}{wanted.Blue:x2}", Rounded(share)));
            explained *= share;
        }

        var likeness = explained > 0 ? Math.Pow(Math.Min(1, score / explained), 1.0 / Math.Max(1, query.Likes.Count)) : 0;
        matches.AddRange(query.Likes.Select(like => new SearchMatch("like", like.Model, Rounded(likeness))));
        return matches;
    }

    /// <summary>How sure it is that an asset carries a tag, and where that is said: by the user, else by a model unless the user said that it is not so.</summary>
    public static float ConfidenceOf(Asset asset, string tag, out string field)
    {
        var isSaid = asset.UserTags.Contains(tag, StringComparer.Ordinal);
        var isDenied = !isSaid && asset.Input?.AbsentTags.Contains(tag, StringComparer.Ordinal) == true;
        if (isSaid || isDenied)
        {
            field = MatchWeights.NameOf(MatchField.UserTag);
            return isSaid ? 1 : 0;
        }

        var best = AssetTerms.SeenIn(asset).Where(seen => seen.Tag == tag).OrderByDescending(seen => seen.Confidence).ThenBy(seen => seen.Field).FirstOrDefault();
        field = MatchWeights.NameOf(best.Confidence > 0 ? best.Field : MatchField.ModelTag);
        return best.Confidence;
    }

    private static SearchMatch? Best(QueryPart part, List<FoundWord> words)
    {
        var reasons = part.Words.Select(looks => Best(looks, words)).ToList();
        var spelled = reasons.Contains(null) ? null : reasons.MaxBy(reason => reason!.Score)! with { Score = reasons.Average(reason => reason!.Score) };
        var named = Best(part.Tags, words);
        return named is null || spelled?.Score >= named.Score ? spelled : named;
    }

    private static SearchMatch? Best(IReadOnlyList<TermPattern> patterns, List<FoundWord> words)
    {
        SearchMatch? best = null;
        foreach (var word in words)
        {
            foreach (var pattern in patterns)
            {
                var score = MatchWeights.Of(word.Field) * word.Confidence / byte.MaxValue * pattern.Factor;
                var isBetter = score > (best?.Score ?? 0);

                // Of what counts alike the shorter says it better: "dog" rather than "hunting dog".
                var isPlainer = !isBetter && score > 0 && score == best?.Score && word.Text.Length < best.Text.Length;
                if ((isBetter || isPlainer) && pattern.Matches(word.Term))
                {
                    best = new(MatchWeights.NameOf(word.Field), word.Text, score);
                }
            }
        }

        return best is null ? null : best with { Score = Rounded(best.Score) };
    }

    private static IEnumerable<FoundWord> WordsOf(Asset asset)
    {
        var tags = asset.UserTags.Select(tag => (Tag: tag, Field: MatchField.UserTag, Confidence: 1f))
            .Concat(AssetTerms.SeenIn(asset));
        foreach (var (tag, field, confidence) in tags)
        {
            var level = AssetTerms.Quantize(confidence);
            yield return new(Encoding.UTF8.GetBytes(AssetTerms.Tag + tag), tag, field, level);
            foreach (var word in Words.Of(tag))
            {
                yield return new(Encoding.UTF8.GetBytes(AssetTerms.Word + word), tag, field, level);
            }
        }

        foreach (var (text, field) in new[] { (asset.Title, MatchField.Title), (asset.Name, MatchField.Name) })
        {
            foreach (var word in Words.Of(text))
            {
                yield return new(Encoding.UTF8.GetBytes(AssetTerms.Word + word), text!, field, byte.MaxValue);
            }
        }
    }

    private static double Rounded(double score) => Math.Round(score, 3);

    private sealed record FoundWord(byte[] Term, string Text, MatchField Field, byte Confidence);
}
