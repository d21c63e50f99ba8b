using System.Numerics;

namespace Magpie.Text;

/// <summary>The rectangle of the smallest area around points: it lies on an edge of their convex hull (rotating calipers).</summary>
internal static class MinimumRectangle
{
    /// <summary>Of at least one point. It is read in no particular direction.</summary>
    public static TextBox Around(List<Vector2> points)
    {
        var hull = Hull(points);
        var best = Along(hull, Vector2.UnitX);
        for (var at = 0; at < hull.Count; at++)
        {
            var edge = hull[(at + 1) % hull.Count] - hull[at];
            if (edge.LengthSquared() > 0 && Along(hull, Vector2.Normalize(edge)) is var box && box.Width * box.Height < best.Width * best.Height)
            {
                best = box;
            }
        }

        return best;
    }

    private static TextBox Along(List<Vector2> hull, Vector2 along)
    {
        var down = new Vector2(-along.Y, along.X);
        var (least, most) = (new Vector2(float.MaxValue), new Vector2(float.MinValue));
        foreach (var point in hull)
        {
            var place = new Vector2(Vector2.Dot(point, along), Vector2.Dot(point, down));
            (least, most) = (Vector2.Min(least, place), Vector2.Max(most, place));
        }

        var (middle, size) = ((least + most) / 2, most - least);
        return new((along * middle.X) + (down * middle.Y), along, size.X, size.Y);
    }

    /// <summary>Andrew's monotone chain.</summary>
    private static List<Vector2> Hull(List<Vector2> points)
    {
        points.Sort((a, b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y));
        var hull = new List<Vector2>();
        foreach (var point in points)
        {
            Push(hull, point, 0);
        }

        var lower = hull.Count - 1;
        for (var at = points.Count - 2; at >= 0; at--)
        {
            Push(hull, points[at], lower);
        }

        return hull;
    }

    private static void Push(List<Vector2> hull, Vector2 point, int kept)
    {
        while (hull.Count >= kept + 2 && Cross(hull[^1] - hull[^2], point - hull[^2]) <= 0)
        {
            hull.RemoveAt(hull.Count - 1);
        }

        hull.Add(point);
    }

    private static float Cross(Vector2 a, Vector2 b) => (a.X * b.Y) - (a.Y * b.X);
}
