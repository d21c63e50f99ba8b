using Magpie.Indexes;

namespace Magpie.Functions.Imagga.Indexes;

/// <summary>Trained indexes that were read a short while ago, the least used forgotten first. Whether one is still the newest, its reader asks.</summary>
public sealed class IndexCache
{
    /// <summary>Of all that is kept; a single index may be larger, rather than be fetched for each search.</summary>
    private const long MaxBytes = 256L * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<(string Name, string Etag, TrainedIndex Index)> _used = new();
    private readonly Dictionary<string, LinkedListNode<(string Name, string Etag, TrainedIndex Index)>> _nodes = new(StringComparer.Ordinal);
    private long _bytes;

    internal (string Etag, TrainedIndex Index)? Find(string name)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(name, out var node))
            {
                return null;
            }

            _used.Remove(node);
            _used.AddFirst(node);
            return (node.Value.Etag, node.Value.Index);
        }
    }

    internal void Keep(string name, string etag, TrainedIndex index)
    {
        lock (_gate)
        {
            Remove(name);
            _nodes[name] = _used.AddFirst((name, etag, index));
            _bytes += index.Bytes;
            while (_bytes > MaxBytes && _used.Count > 1)
            {
                Remove(_used.Last!.Value.Name);
            }
        }
    }

    internal void Forget(string name)
    {
        lock (_gate)
        {
            Remove(name);
        }
    }

    private void Remove(string name)
    {
        if (_nodes.Remove(name, out var node))
        {
            _used.Remove(node);
            _bytes -= node.Value.Index.Bytes;
        }
    }
}
