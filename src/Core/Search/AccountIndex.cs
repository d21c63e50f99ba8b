using Magpie.Assets;

namespace Magpie.Search;

/// <summary>
/// An account's index: the snapshot and, newer than it, small indexes of what changed since. A search takes the view that counts when it begins
/// and needs no lock; only one refresh runs at a time.
/// </summary>
internal sealed class AccountIndex(PackedIndex? snapshot, string? version, FeedPosition position)
{
    /// <summary>Assets whose documents are kept for the next hits.</summary>
    private const int MaxDocuments = 2_000;

    private readonly Lock _documentGate = new();
    private readonly Dictionary<string, Asset> _documents = new(StringComparer.Ordinal);
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

    /// <summary>Takes in what changed: the ids, and those of them that are ready, as they are now.</summary>
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
        }
    }

    /// <summary>The document of an asset as it is now, when it was read since it last changed.</summary>
    public Asset? Document(string id)
    {
        lock (_documentGate)
        {
            return _documents.GetValueOrDefault(id);
        }
    }

    /// <summary>Keeps a document that was read while a view counted; not when another does by now, for it may be an old one.</summary>
    public void Keep(Asset asset, IndexView readAt)
    {
        lock (_documentGate)
        {
            if (!ReferenceEquals(_view, readAt))
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
}
