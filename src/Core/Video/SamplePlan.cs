namespace Magpie.Video;

/// <summary>At which moments of a video to look.</summary>
internal static class SamplePlan
{
    /// <summary>Frames closer to each other than this tell nothing new. Seconds.</summary>
    private const double Closest = 0.5;

    /// <summary>
    /// The middles of equal parts of the whole length, so that neither the first nor the last frame is among them, which are black more
    /// often than not. Seconds.
    /// </summary>
    /// <param name="duration">Seconds; null when nobody knows, then the moments lie further and further apart from the start on.</param>
    public static IReadOnlyList<double> Moments(double? duration, int most)
    {
        if (duration is not { } length)
        {
            return [0, .. Enumerable.Range(0, most - 1).Select(step => Math.Pow(2, step))];
        }

        var count = (int)Math.Clamp(Math.Ceiling(length / Closest), 1, most);
        return [.. Enumerable.Range(0, count).Select(part => (part + 0.5) * length / count)];
    }

    /// <summary>The size of a frame as shown: upright, square pixels, at most so many pixels a side, never enlarged.</summary>
    public static (int Width, int Height) Size(PictureTrack track, int longestSide)
    {
        var (wide, high) = (track.Width * track.PixelAspect, (double)track.Height);
        if (track.Rotation is 90 or 270)
        {
            (wide, high) = (high, wide);
        }

        var scale = Math.Min(1, longestSide / Math.Max(wide, high));
        return (Math.Max(1, (int)Math.Round(wide * scale)), Math.Max(1, (int)Math.Round(high * scale)));
    }
}
