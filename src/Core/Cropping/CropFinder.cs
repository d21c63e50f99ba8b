using Magpie.Saliency;

namespace Magpie.Cropping;

/// <summary>Finds the part of a picture that keeps what matters, for a shape that is asked for.</summary>
public static class CropFinder
{
    /// <summary>Share of the saliency that a crop without a shape keeps.</summary>
    public const double DefaultKept = 0.97;

    /// <summary>
    /// The crop of an aspect ratio: as large as the picture allows, where most of the saliency lies; or, when less of it is enough, smaller.
    /// </summary>
    /// <param name="map">Of the whole picture.</param>
    /// <param name="width">Of the picture, pixels.</param>
    /// <param name="height">Of the picture, pixels.</param>
    /// <param name="targetWidth">Pixels, at least 1.</param>
    /// <param name="targetHeight">Pixels, at least 1.</param>
    /// <param name="isExact">Whether the crop must have just these pixels, where the picture has as many.</param>
    /// <param name="kept">Share of the saliency that is enough, 0 to 1; null for as much as the shape allows.</param>
    public static CropBox Find(SaliencyMap map, int width, int height, int targetWidth, int targetHeight, bool isExact, double? kept)
    {
        ArgumentNullException.ThrowIfNull(map);
        var sums = new SaliencySums(map, width, height);
        if (isExact)
        {
            return sums.Best(Math.Min(targetWidth, width), Math.Min(targetHeight, height));
        }

        var scale = Math.Min((double)width / targetWidth, (double)height / targetHeight);
        var best = Sized(1);
        if (kept is not { } enough)
        {
            return best;
        }

        // The largest crop keeps the most: what is enough is asked of that, else nothing smaller would ever do.
        for (var (small, large) = (0.05, 1.0); large - small > 0.01;)
        {
            var middle = (small + large) / 2;
            var crop = Sized(middle);
            if (sums.Share(crop) >= enough)
            {
                (best, large) = (crop, middle);
            }
            else
            {
                small = middle;
            }
        }

        return best;

        CropBox Sized(double share) => sums.Best(Pixels(targetWidth * scale * share, width), Pixels(targetHeight * scale * share, height));
    }

    /// <summary>The smallest crop of any shape that keeps a share of the saliency, 0 to 1: rows and columns that hold the least go first.</summary>
    public static CropBox Find(SaliencyMap map, int width, int height, double kept)
    {
        ArgumentNullException.ThrowIfNull(map);
        var sums = new SaliencySums(map, width, height);
        var (left, top, right, bottom) = (0, 0, SaliencyMap.Side, SaliencyMap.Side);
        while (right - left > 2 && bottom - top > 2)
        {
            (int Left, int Top, int Right, int Bottom)[] smaller = [(left + 1, top, right, bottom), (left, top + 1, right, bottom), (left, top, right - 1, bottom), (left, top, right, bottom - 1)];
            var next = smaller.MaxBy(cells => sums.Cells(cells.Left, cells.Top, cells.Right, cells.Bottom));
            if (sums.Cells(next.Left, next.Top, next.Right, next.Bottom) < kept)
            {
                break;
            }

            (left, top, right, bottom) = next;
        }

        return new(left * width / SaliencyMap.Side, top * height / SaliencyMap.Side, Up(right, width), Up(bottom, height));
    }

    private static int Pixels(double wanted, int most) => Math.Clamp((int)Math.Round(wanted), 1, most);

    private static int Up(int cell, int pixels) => ((cell * pixels) + SaliencyMap.Side - 1) / SaliencyMap.Side;
}
