using System.Numerics;

namespace Magpie.Text;

/// <summary>Connected regions of a probability map, and the smallest rectangle around each.</summary>
internal sealed class TextRegions
{
    private const int MinPixels = 9;

    private readonly int _width;
    private readonly int _height;
    private readonly bool[] _isOpen;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly Stack<int> _next = new();
    private readonly List<Vector2> _points = [];

    /// <summary>Of one map.</summary>
    /// <param name="map">float[height, width], 0 to 1.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="threshold">Least probability of a pixel of a region.</param>
    public TextRegions(ReadOnlySpan<float> map, int width, float threshold)
    {
        (_width, _height) = (width, map.Length / width);
        (_isOpen, _left, _right) = (new bool[map.Length], new int[_height], new int[_height]);
        for (var at = 0; at < map.Length; at++)
        {
            _isOpen[at] = map[at] > threshold;
        }
    }

    /// <summary>A rectangle for each region, the largest regions first.</summary>
    public List<TextBox> Find(int most)
    {
        var found = new PriorityQueue<TextBox, int>();
        for (var start = 0; start < _isOpen.Length; start++)
        {
            if (_isOpen[start] && Take(start, out var top, out var bottom) is var pixels && pixels >= MinPixels && (found.Count < most || IsMore(found, pixels)))
            {
                found.Enqueue(Around(top, bottom), pixels);
                if (found.Count > most)
                {
                    found.Dequeue();
                }
            }
        }

        var boxes = new List<TextBox>(found.Count);
        while (found.TryDequeue(out var box, out _))
        {
            boxes.Add(box);
        }

        boxes.Reverse();
        return boxes;
    }

    private static bool IsMore(PriorityQueue<TextBox, int> found, int pixels) => found.TryPeek(out _, out var least) && pixels > least;

    /// <summary>Closes a region, eight neighbours a pixel, and notes where its rows begin and end.</summary>
    /// <returns>Its pixels.</returns>
    private int Take(int start, out int top, out int bottom)
    {
        (top, bottom) = (start / _width, start / _width);
        (_left[top], _right[top]) = (int.MaxValue, -1);
        _isOpen[start] = false;
        _next.Push(start);
        var count = 0;
        while (_next.TryPop(out var at))
        {
            count++;
            var (y, x) = Math.DivRem(at, _width);
            while (y > bottom)
            {
                bottom++;
                (_left[bottom], _right[bottom]) = (int.MaxValue, -1);
            }

            (_left[y], _right[y]) = (Math.Min(_left[y], x), Math.Max(_right[y], x));
            for (var row = Math.Max(y - 1, 0); row <= Math.Min(y + 1, _height - 1); row++)
            {
                for (var column = Math.Max(x - 1, 0); column <= Math.Min(x + 1, _width - 1); column++)
                {
                    if (_isOpen[(row * _width) + column])
                    {
                        _isOpen[(row * _width) + column] = false;
                        _next.Push((row * _width) + column);
                    }
                }
            }
        }

        return count;
    }

    private TextBox Around(int top, int bottom)
    {
        _points.Clear();
        for (var y = top; y <= bottom; y++)
        {
            _points.AddRange([new(_left[y], y), new(_left[y], y + 1), new(_right[y] + 1, y), new(_right[y] + 1, y + 1)]);
        }

        return MinimumRectangle.Around(_points);
    }
}
