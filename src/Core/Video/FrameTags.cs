using Magpie.Tagging;

namespace Magpie.Video;

/// <summary>The tags of a video from those of its frames.</summary>
internal sealed class FrameTags
{
    /// <summary>The most tags that are kept; a photo has a handful, but frames of a film add up.</summary>
    private const int Most = 50;

    /// <summary>What is left of the confidence of a tag that next to no frame shows. See docs/decisions/video.md.</summary>
    private const float Floor = 0.5f;

    private readonly List<TaggingResult> _frames = [];

    /// <summary>Whether a model has said something of a frame.</summary>
    public bool Any => _frames.Count > 0;

    /// <summary>Adds what the models said of a frame; nothing when none did.</summary>
    public void Add(TaggingResult frame)
    {
        if (frame.Status == TaggingResult.Done)
        {
            _frames.Add(frame);
        }
    }

    /// <summary>The packs that spoke of any frame, comma-joined; null when none did.</summary>
    public string? Model => Any
        ? string.Join(',', _frames.SelectMany(frame => (frame.Model ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal))
        : null;

    /// <summary>
    /// By falling confidence. A tag's confidence is <c>highest × (0.5 + 0.5 × seen ÷ frames)</c>: what is in every frame keeps its highest,
    /// what is in one of many keeps half of it.
    /// </summary>
    public IReadOnlyList<MlTag> Merge() =>
    [
        .. _frames.SelectMany(frame => frame.MlTags)
            .GroupBy(tag => tag.Tag, StringComparer.Ordinal)
            .Select(Weigh)
            .OrderByDescending(tag => tag.Confidence)
            .ThenBy(tag => tag.Tag, StringComparer.Ordinal)
            .Take(Most),
    ];

    private MlTag Weigh(IGrouping<string, MlTag> sightings)
    {
        var best = sightings.MaxBy(tag => tag.Confidence)!;
        var share = Math.Min(1, sightings.Count() / (float)_frames.Count);
        return best with { Confidence = best.Confidence * (Floor + ((1 - Floor) * share)) };
    }
}
