using System.Runtime.InteropServices;

namespace Magpie.Barcodes;

/// <summary>A part of a picture, pixels.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BusyPart(int Left, int Top, int Width, int Height)
{
    /// <summary>Its pixels, of a picture of this width.</summary>
    public byte[] Cut(byte[] grey, int width)
    {
        var cut = new byte[Width * Height];
        for (var y = 0; y < Height; y++)
        {
            grey.AsSpan(((Top + y) * width) + Left, Width).CopyTo(cut.AsSpan(y * Width));
        }

        return cut;
    }
}

/// <summary>Where a code may be: cells of a grid in which dark and light meet, as far as they hang together. A code's quiet zone sets it apart from what is beside it.</summary>
internal static class BusyParts
{
    /// <summary>The largest are looked at.</summary>
    private const int Most = 32;

    /// <summary>Times the picture's pixels that all parts have together: their rectangles may overlap.</summary>
    private const int MostOfAll = 2;

    /// <summary>Cells between two that still hang together: within a code there are some of one colour.</summary>
    private const int Reach = 2;

    /// <summary>Of 255, between the darkest and the lightest pixel of a cell.</summary>
    private const int Contrast = 70;

    /// <summary>Pixels of a cell's side, at least.</summary>
    private const int SmallestCell = 4;

    /// <summary>Cells along the longest side.</summary>
    private const int Cells = 160;

    /// <summary>The whole, then its parts, the largest first.</summary>
    public static IEnumerable<BusyPart> Of(byte[] grey, int width, int height)
    {
        var cell = Math.Max(SmallestCell, Math.Max(width, height) / Cells);
        var (columns, rows) = ((width + cell - 1) / cell, (height + cell - 1) / cell);
        var busy = Busy(grey, width, height, cell, columns, rows);
        var parts = new List<(int Cells, BusyPart Part)>();
        for (var at = 0; at < busy.Length; at++)
        {
            if (busy[at])
            {
                parts.Add(Grown(busy, at, columns, rows, cell, width, height));
            }
        }

        var left = MostOfAll * (long)width * height;
        return parts.OrderByDescending(part => part.Cells).Take(Most).Select(part => part.Part)
            .TakeWhile(part => (left -= (long)part.Width * part.Height) >= 0)
            .Prepend(new(0, 0, width, height)).Distinct();
    }

    private static bool[] Busy(byte[] grey, int width, int height, int cell, int columns, int rows)
    {
        var busy = new bool[columns * rows];
        for (var at = 0; at < busy.Length; at++)
        {
            var (left, top) = (at % columns * cell, at / columns * cell);
            var (least, most) = (byte.MaxValue, byte.MinValue);
            for (var y = top; y < Math.Min(top + cell + 1, height); y++)
            {
                foreach (var pixel in grey.AsSpan((y * width) + left, Math.Min(cell + 1, width - left)))
                {
                    (least, most) = (Math.Min(least, pixel), Math.Max(most, pixel));
                }
            }

            busy[at] = most - least >= Contrast;
        }

        return busy;
    }

    /// <summary>The part that a cell belongs to, whose cells are taken away, with a margin of two cells.</summary>
    private static (int Cells, BusyPart Part) Grown(bool[] busy, int first, int columns, int rows, int cell, int width, int height)
    {
        var (left, top, right, bottom, count) = (columns, rows, 0, 0, 0);
        var open = new Stack<int>([first]);
        busy[first] = false;
        while (open.TryPop(out var at))
        {
            var (column, row) = (at % columns, at / columns);
            (left, top, right, bottom, count) = (Math.Min(left, column), Math.Min(top, row), Math.Max(right, column), Math.Max(bottom, row), count + 1);
            for (var y = Math.Max(0, row - Reach); y <= Math.Min(rows - 1, row + Reach); y++)
            {
                for (var x = Math.Max(0, column - Reach); x <= Math.Min(columns - 1, column + Reach); x++)
                {
                    if (busy[(y * columns) + x])
                    {
                        busy[(y * columns) + x] = false;
                        open.Push((y * columns) + x);
                    }
                }
            }
        }

        (left, top) = (Math.Max(0, left - 2) * cell, Math.Max(0, top - 2) * cell);
        (right, bottom) = (Math.Min(width, (right + 3) * cell), Math.Min(height, (bottom + 3) * cell));
        return (count, new(left, top, right - left, bottom - top));
    }
}
