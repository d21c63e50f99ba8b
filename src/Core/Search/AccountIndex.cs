using Magpie.Assets;

namespace Magpie.Search;

/// <summary>
/// An account's index: the snapshot and, newer than it, small indexes of what changed since. A search takes the view that counts when it begins
/// and needs no lock; only one refresh runs at a time.
/// </summary>
internal sealed class AccountIndex(PackedIndex? snapshot, string? version, FeedPosition position)
{
    private readonly Lock _documentGate = new();
    private readonly RecentDocuments _documents = new();
    private volatile IndexView _view = new(snapshot is null ? null : new IndexSegment(snapshot), [], position);

    /// <summary>Of the snapshot that counted when this was loaded, also where it could not be used; null without one.</summary>
    public string? Version { get; } = version;

    /// <summary>False when older assets, or their changes, are missing until there is a snapshot.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Whether a snapshot must be built, however little is new: there is none, it cannot be read, or too much changed since.</summary>
    public bool NeedsSnapshot { get; init; }

    /// <summary>What to search.</summary>
    public IndexView View => _view;

    /// <summary>Bytes in memory, about.</summary>
    public long Size => _view.Size + (_documents.Count * 4096L);

    /// <summary>How much is newer than the snapshot.</summary>
    public long Changes => Math.Max(_view.RecentCount, _view.Position.Since(position));

    /// <summary>Takes in what changed: the ids, and those of them that are ready, as they are now. Their documents are kept for the next hits.</summary>
    public void Apply(IReadOnlyCollection<string> ids, IReadOnlyList<IndexedAsset> ready, FeedPosition upTo)
    {
        var next = _view.After(ids, ready, upTo);
        lock (_documentGate)
        {
            // Together: a document that was read before can neither stay nor be kept after.
            _view = next;
            foreach (var id in ids)
            {
                _documents.Remove(id);
            }

            foreach (var (asset, _) in ready)
            {
                _documents.Keep(asset);
            }
        }
    }

    /// <summary>The document of an asset as it is now: kept, or from the snapshot where it has not changed since. Null when it must be read.</summary>
    public Asset? Document(string id)
    {
        IndexView view;
        lock (_documentGate)
        {
            if (_documents.Find(id) is { } kept)
            {
                return kept;
            }

            view = _view;
        }

        // Where changes are missing nobody knows whether the snapshot's is still what it was.
        if (!IsComplete || view.Snapshot is not { } snapshot || snapshot.Index.Find(id) is not { } ordinal || !snapshot.IsLive(ordinal))
        {
            return null;
        }

        var document = snapshot.Index.Document(ordinal);
        if (document is not null)
        {
            Keep(document, view);
        }

        return document;
    }

    /// <summary>Keeps a document that was read while a view counted; not when another does by now, for it may be an old one.</summary>
    public void Keep(Asset asset, IndexView readAt)
    {
        lock (_documentGate)
        {
            if (ReferenceEquals(_view, readAt))
            {
                _documents.Keep(asset);
            }
        }
    }
}
