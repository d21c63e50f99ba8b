using System.Numerics;

namespace Magpie.Text;

/// <summary>
/// Rows from top to bottom, and what shares a row from left to right, as seen when the picture is turned so that most of the text is level. Columns are not told
/// apart: a row goes across them.
/// </summary>
internal static class ReadingOrder
{
    /// <summary>Lines share a row when their middles are no further apart than this part of the lower one's height.</summary>
    private const float SameRow = 0.5f;

    /// <summary>Cosine of 20 degrees: the lines of a page that is seen from the side differ by about as much.</summary>
    private const float SameDirection = 0.94f;

    public static List<T> Of<T>(IReadOnlyCollection<T> lines, Func<T, TextBox> boxOf)
    {
        var along = Along([.. lines.Select(boxOf)]);
        var down = new Vector2(-along.Y, along.X);
        var ordered = new List<T>(lines.Count);
        var row = new List<(T Line, TextBox Box, float Place)>();
        foreach (var next in lines.Select(line => (Line: line, Box: boxOf(line), Place: Vector2.Dot(boxOf(line).Centre, down))).OrderBy(one => one.Place))
        {
            if (row.Count > 0 && next.Place - row[^1].Place > SameRow * Math.Min(next.Box.Height, row[^1].Box.Height))
            {
                End();
            }

            row.Add(next);
        }

        End();
        return ordered;

        void End()
        {
            ordered.AddRange(row.OrderBy(one => Vector2.Dot(one.Box.Centre, along) - (one.Box.Width / 2)).Select(one => one.Line));
            row.Clear();
        }
    }

    /// <summary>The direction that most of the text is read in, long lines before short ones.</summary>
    private static Vector2 Along(List<TextBox> boxes)
    {
        Vector2 Sum(Vector2 along) => boxes.Aggregate(Vector2.Zero, (sum, box) => Vector2.Dot(box.Along, along) > SameDirection ? sum + (box.Along * box.Width) : sum);
        return boxes.Count == 0 ? Vector2.UnitX : Vector2.Normalize(boxes.Select(box => Sum(box.Along)).MaxBy(sum => sum.LengthSquared()));
    }
}
