using Magpie.Imaging;

namespace Magpie.Search;

/// <summary>The share of a picture whose colour is near the one asked for.</summary>
internal sealed class ColorNearness
{
    /// <summary>Up to this CIEDE2000 difference a colour counts in full.</summary>
    public const double Same = 8;

    /// <summary>From this difference on it does not count; between, it counts in part.</summary>
    public const double Different = 24;

    private readonly LabColor _wanted;

    // Pictures share few colours exactly, but an index asks for each of them once a search: five numbers of a byte each are worth keeping.
    private readonly Dictionary<int, float> _known = [];

    public ColorNearness(SearchColor color) => _wanted = LabColor.FromSrgb(color.Red, color.Green, color.Blue);

    /// <summary>0 to 1.</summary>
    public float ShareOf(AssetRecord record)
    {
        var share = 0f;
        for (var i = 0; i < record.ColorCount; i++)
        {
            var color = record.Colors[i];
            share += color.Share / (float)byte.MaxValue * Nearness(color);
        }

        return Math.Min(1, share);
    }

    private float Nearness(ColorShare color)
    {
        var key = (color.Red << 16) | (color.Green << 8) | color.Blue;
        if (!_known.TryGetValue(key, out var nearness))
        {
            var difference = _wanted.DifferenceTo(LabColor.FromSrgb(color.Red, color.Green, color.Blue));
            _known[key] = nearness = (float)Math.Clamp((Different - difference) / (Different - Same), 0, 1);
        }

        return nearness;
    }
}
