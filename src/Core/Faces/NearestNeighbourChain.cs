namespace Magpie.Faces;

/// <summary>
/// Average linkage by the nearest-neighbour chain: from any group to the one most like it, and on, until two are each other's; these are joined. A group that is
/// near enough to no other is done, because joining others never brings them nearer.
/// </summary>
/// <param name="likeness">float[count, count], symmetric; it is overwritten.</param>
internal sealed class NearestNeighbourChain(float[] likeness, int count)
{
    private readonly List<int>?[] _groups = [.. Enumerable.Range(0, count).Select(item => new List<int> { item })];
    private readonly List<int> _chain = [];

    /// <summary>Groups whose mean likeness to every other is below the least, members in order.</summary>
    public IEnumerable<List<int>> Cut(double least)
    {
        for (var first = 0; first < count;)
        {
            if (_groups[first] is null)
            {
                first++;
                continue;
            }

            if (_chain.Count == 0)
            {
                _chain.Add(first);
            }

            var last = _chain[^1];
            var before = _chain.Count > 1 ? _chain[^2] : -1;
            var nearest = NearestTo(last, before);
            if (nearest < 0 || !(likeness[(last * count) + nearest] >= least))
            {
                _chain.RemoveAt(_chain.Count - 1);
                var group = _groups[last]!;
                _groups[last] = null;
                group.Sort();
                yield return group;
            }
            else if (nearest == before)
            {
                _chain.RemoveRange(_chain.Count - 2, 2);
                Join(last, before);
            }
            else
            {
                _chain.Add(nearest);
            }
        }
    }

    /// <summary>The group most like one, the preferred among equals, else the first; below 0 when there is no other.</summary>
    private int NearestTo(int group, int preferred)
    {
        var (nearest, most) = preferred < 0 ? (-1, float.NegativeInfinity) : (preferred, likeness[(group * count) + preferred]);
        for (var other = 0; other < count; other++)
        {
            if (other != group && _groups[other] is not null && likeness[(group * count) + other] > most)
            {
                (nearest, most) = (other, likeness[(group * count) + other]);
            }
        }

        return nearest;
    }

    private void Join(int one, int other)
    {
        var (into, from) = (Math.Min(one, other), Math.Max(one, other));
        var (kept, joined) = (_groups[into]!, _groups[from]!);
        var share = (float)kept.Count / (kept.Count + joined.Count);
        for (var third = 0; third < count; third++)
        {
            var mean = (share * likeness[(into * count) + third]) + ((1 - share) * likeness[(from * count) + third]);
            likeness[(into * count) + third] = likeness[(third * count) + into] = mean;
        }

        kept.AddRange(joined);
        _groups[from] = null;
    }
}
