using Magpie.Assets;

namespace Magpie.Search;

/// <summary>
/// Documents that were lately shown or changed, within a limit. Two halves: when the newer is full it becomes the older, and what is in the older one and was not asked
/// for meanwhile goes. Not safe for threads.
/// </summary>
internal sealed class RecentDocuments
{
    /// <summary>Documents of a half at most.</summary>
    internal const int Half = 1_000;

    private Dictionary<string, Asset> _newer = new(StringComparer.Ordinal);
    private Dictionary<string, Asset> _older = new(StringComparer.Ordinal);

    public int Count => _newer.Count + _older.Count;

    public Asset? Find(string id)
    {
        if (_newer.TryGetValue(id, out var asset))
        {
            return asset;
        }

        if (_older.Remove(id, out asset))
        {
            Keep(asset);
        }

        return asset;
    }

    public void Keep(Asset asset)
    {
        _older.Remove(asset.Id);
        if (_newer.Count >= Half && !_newer.ContainsKey(asset.Id))
        {
            (_older, _newer) = (_newer, new(StringComparer.Ordinal));
        }

        _newer[asset.Id] = asset;
    }

    public void Remove(string id)
    {
        _newer.Remove(id);
        _older.Remove(id);
    }
}
