using System.Text;

namespace Magpie.Search;

/// <summary>A filter made ready for one index.</summary>
internal sealed class SegmentFilter : IDisposable
{
    private readonly SearchFilter _filter;
    private readonly HashSet<int>? _cameras;
    private readonly int? _uploader;
    private readonly long _from;
    private readonly long _before;
    private readonly HashSet<UInt128>? _keys;
    private readonly List<Scores> _all = [];
    private readonly List<Scores> _none = [];

    public SegmentFilter(PackedIndex index, SearchFilter filter)
    {
        _filter = filter;
        _cameras = filter.Camera is { } camera ? index.NumbersContaining(camera) : null;
        _uploader = filter.UploadedBy is { } key ? index.NumberOf(key) : null;
        _from = filter.From?.ToUnixTimeMilliseconds() ?? long.MinValue;
        _before = filter.Before?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        _keys = filter.Ids is { } ids
            ? [.. ids.Where(Assets.AssetId.IsValid).Select(id => new UInt128(AssetRecord.Digits(id.AsSpan(0, 16)), AssetRecord.Digits(id.AsSpan(16, 16))))]
            : null;
        foreach (var tag in filter.AllTags)
        {
            _all.Add(Carriers(index, AssetTerms.Tag + tag));
        }

        foreach (var leaf in AssetTerms.LeavesOf(filter.Metadata))
        {
            _all.Add(Carriers(index, leaf));
        }

        foreach (var tag in filter.NoTags)
        {
            _none.Add(Carriers(index, AssetTerms.Tag + tag));
        }
    }

    /// <summary>The fewest assets that something in the filter leaves; null when nothing in it can be looked up.</summary>
    public Scores? Narrowest => _all.MinBy(scores => scores.Ordinals.Length);

    public bool Admits(AssetRecord record, int ordinal)
    {
        if ((_filter.Type is { } type && record.Type != (int)type)
            || (_uploader is { } uploader && record.UploadedBy != uploader)
            || record.Time < _from || record.Time >= _before
            || record.Width < _filter.MinWidth || record.Height < _filter.MinHeight
            || record.Bytes < _filter.MinBytes || record.Bytes > _filter.MaxBytes
            || _cameras?.Contains(record.Camera) == false
            || _keys?.Contains(record.Key) == false
            || (_filter.Area is { } area && !Geography.IsWithin(record.Latitude, record.Longitude, area)))
        {
            return false;
        }

        foreach (var scores in _all)
        {
            if (scores[ordinal] == 0)
            {
                return false;
            }
        }

        foreach (var scores in _none)
        {
            if (scores[ordinal] != 0)
            {
                return false;
            }
        }

        return true;
    }

    public void Dispose()
    {
        _all.ForEach(static scores => scores.Dispose());
        _none.ForEach(static scores => scores.Dispose());
    }

    private static Scores Carriers(PackedIndex index, string term)
    {
        var scores = new Scores(index.Count);
        foreach (var posting in index.Postings(Encoding.UTF8.GetBytes(term)))
        {
            scores.Raise(posting.Ordinal, posting.Probability);
        }

        return scores;
    }
}
