using System.Collections.Immutable;

namespace Magpie.Search;

/// <summary>One state of an account's index, immutable: what a search sees from its beginning to its end. An asset is live in one segment at most.</summary>
/// <param name="Snapshot">Null without one.</param>
/// <param name="Recent">What is newer than it, the largest first.</param>
/// <param name="Position">Everything up to here is in it.</param>
internal sealed record IndexView(IndexSegment? Snapshot, ImmutableList<RecentSegment> Recent, FeedPosition Position)
{
    /// <summary>A newer index is joined with the one before it when that is at most so many times as large.</summary>
    private const int JoinRatio = 4;

    /// <summary>What to search.</summary>
    public IEnumerable<IndexSegment> Segments => Snapshot is null ? Recent.Select(part => part.Segment) : Recent.Select(part => part.Segment).Prepend(Snapshot);

    /// <summary>Assets in it.</summary>
    public int Live => Segments.Sum(segment => segment.Live);

    /// <summary>Bytes in memory, about.</summary>
    public long Size => (Snapshot?.Size ?? 0) + Recent.Sum(part => part.Size);

    /// <summary>Assets that the snapshot does not have, or not as they are.</summary>
    public int RecentCount => Recent.Sum(part => part.Segment.Live);

    /// <summary>The state after some assets changed: those that are ready now in their new form, the others not at all.</summary>
    public IndexView After(IReadOnlyCollection<string> ids, IReadOnlyList<IndexedAsset> ready, FeedPosition position)
    {
        var recent = Recent.ConvertAll(part => part.Without(ids)).RemoveAll(static part => part.Segment.Live == 0);
        if (ready.Count > 0)
        {
            recent = Joined(recent.Add(RecentSegment.Of([.. ready.Select(IndexEntry.Of)])));
        }

        return new(Snapshot?.Without(ids), recent, position);
    }

    /// <summary>Few large indexes in the place of many small ones: each is several times as large as the next.</summary>
    private static ImmutableList<RecentSegment> Joined(ImmutableList<RecentSegment> parts)
    {
        while (parts is [.., var before, var last] && before.Entries.Count <= last.Entries.Count * JoinRatio)
        {
            parts = parts.RemoveRange(parts.Count - 2, 2).Add(RecentSegment.Of([.. before.Live(), .. last.Live()]));
        }

        return parts;
    }
}

/// <summary>A small index with what it was made from, and will be made from again when it is joined with another.</summary>
/// <param name="EntryBytes">What the entries take in memory, about.</param>
internal sealed record RecentSegment(IndexSegment Segment, IReadOnlyList<IndexEntry> Entries, long EntryBytes)
{
    /// <summary>Bytes in memory, about.</summary>
    public long Size => Segment.Size + EntryBytes;

    public static RecentSegment Of(List<IndexEntry> entries)
    {
        entries.Sort(static (one, other) => other.Record.Key.CompareTo(one.Record.Key));
        var packer = new IndexPacker();
        entries.ForEach(packer.Add);
        return new(new IndexSegment(PackedIndex.Of(packer)), entries, entries.Sum(static entry => entry.Size));
    }

    public RecentSegment Without(IReadOnlyCollection<string> ids) =>
        Segment.Without(ids) is var segment && ReferenceEquals(segment, Segment) ? this : this with { Segment = segment };

    public IEnumerable<IndexEntry> Live() => Entries.Where((_, ordinal) => Segment.IsLive(ordinal));
}
