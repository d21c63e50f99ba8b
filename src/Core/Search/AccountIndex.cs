using System.Collections.Immutable;
using Magpie.Assets;

namespace Magpie.Search;

/// <summary>
/// An account's index: the snapshot and, newer than it, small indexes of what changed since. What is searched is a list of immutable indexes, so
/// searches need no lock; only one refresh runs at a time.
/// </summary>
internal sealed class AccountIndex
{
    /// <summary>Assets whose documents are kept for the next hits.</summary>
    private const int MaxDocuments = 2_000;

    /// <summary>A newer index is joined with the one before it when that is at most so many times as large.</summary>
    private const int JoinRatio = 4;

    private readonly Lock _documentGate = new();
    private readonly Dictionary<string, Asset> _documents = new(StringComparer.Ordinal);
    private ImmutableList<Recent> _recent = [];

    public AccountIndex(PackedIndex? snapshot, string? version, FeedPosition position, bool isComplete) =>
        (Snapshot, Version, Position, IsComplete) = (snapshot, version, position, isComplete);

    public PackedIndex? Snapshot { get; }

    /// <summary>Of the snapshot; null without one.</summary>
    public string? Version { get; }

    /// <summary>Everything up to here is in it.</summary>
    public FeedPosition Position { get; private set; }

    /// <summary>False when older assets are missing until there is a snapshot.</summary>
    public bool IsComplete { get; }

    /// <summary>What to search.</summary>
    public IEnumerable<PackedIndex> Segments => Snapshot is null ? _recent.Select(part => part.Index) : _recent.Select(part => part.Index).Prepend(Snapshot);

    /// <summary>Bytes in memory, about.</summary>
    public long Size => Segments.Sum(part => part.Size) + (_documents.Count * 4096L);

    /// <summary>Assets that the snapshot does not have, or not as they are.</summary>
    public int RecentCount => _recent.Sum(part => part.Entries.Count);

    /// <summary>Takes in what changed: the ids, and those of them that are ready, as they are now.</summary>
    public void Apply(IReadOnlyCollection<string> ids, IReadOnlyList<IndexedAsset> ready, FeedPosition position)
    {
        lock (_documentGate)
        {
            foreach (var id in ids)
            {
                _documents.Remove(id);
            }
        }

        var recent = _recent;
        if (ready.Count > 0)
        {
            recent = Joined(recent.Add(Recent.Of([.. ready.Select(IndexEntry.Of)])));
        }

        // The new ones first: an asset is found twice for a moment rather than not at all, and hits are told apart by id.
        var former = _recent;
        _recent = recent;
        foreach (var id in ids)
        {
            Snapshot?.Remove(id);
            foreach (var part in former)
            {
                part.Index.Remove(id);
            }
        }

        var present = ready.Select(asset => asset.Asset.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in ids.Where(id => !present.Contains(id)))
        {
            recent.ForEach(part => part.Index.Remove(id));
        }

        Position = position;
    }

    /// <summary>The document of an asset as it is now, when it was read since it last changed.</summary>
    public Asset? Document(string id)
    {
        lock (_documentGate)
        {
            return _documents.GetValueOrDefault(id);
        }
    }

    /// <summary>Keeps a document that was read at a position; not when the index has moved on, for it may be an old one.</summary>
    public void Keep(Asset asset, FeedPosition readAt)
    {
        lock (_documentGate)
        {
            if (!ReferenceEquals(Position, readAt))
            {
                return;
            }

            if (_documents.Count >= MaxDocuments)
            {
                _documents.Clear();
            }

            _documents[asset.Id] = asset;
        }
    }

    /// <summary>Few large indexes in the place of many small ones: each is several times as large as the next.</summary>
    private static ImmutableList<Recent> Joined(ImmutableList<Recent> parts)
    {
        while (parts is [.., var before, var last] && before.Entries.Count <= last.Entries.Count * JoinRatio)
        {
            var newer = last.Entries.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
            var kept = before.Live().Where(entry => !newer.Contains(entry.Id));
            parts = parts.RemoveRange(parts.Count - 2, 2).Add(Recent.Of([.. kept, .. last.Live()]));
        }

        return parts;
    }

    /// <summary>A small index with what it was made from.</summary>
    private sealed record Recent(PackedIndex Index, IReadOnlyList<IndexEntry> Entries)
    {
        public static Recent Of(List<IndexEntry> entries)
        {
            entries.Sort(static (one, other) => other.Record.Key.CompareTo(one.Record.Key));
            var packer = new IndexPacker();
            entries.ForEach(packer.Add);
            return new(PackedIndex.Of(packer), entries);
        }

        public IEnumerable<IndexEntry> Live() => Entries.Where((_, ordinal) => Index.IsLive(ordinal));
    }
}
