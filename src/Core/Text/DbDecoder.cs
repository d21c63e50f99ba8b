using System.Text.Json;
using Magpie.Tagging;

namespace Magpie.Text;

/// <summary>Reads the probability map of a DB model (Liao et al., "Real-time Scene Text Detection with Differentiable Binarization", 2019).</summary>
internal sealed class DbDecoder(PackManifest manifest)
{
    /// <summary>As packs say it in <c>decoder</c>.</summary>
    public const string Name = "db";

    /// <summary>Lines of one picture.</summary>
    public const int MaxLines = 500;

    private const int MaxRegions = 1000;
    private const float MinSide = 3;

    private readonly float _binarise = Extra(manifest, "binarise", 0.3f, 1);
    private readonly float _unclip = Extra(manifest, "unclip", 1.6f, 10);

    /// <summary>Boxes around lines, in pixels of the map.</summary>
    public List<TextBox> Read(PackAnswer answer)
    {
        const string role = "map";
        return Read(answer.Numbers(role), checked((int)answer.Shape(role)[^1]));
    }

    /// <summary>Boxes around lines, in pixels of the map.</summary>
    /// <param name="map">float[height, width], 0 to 1.</param>
    /// <param name="width">Pixels.</param>
    public List<TextBox> Read(ReadOnlySpan<float> map, int width)
    {
        var found = new List<(float Score, TextBox Box)>();
        foreach (var box in new TextRegions(map, width, _binarise).Find(MaxRegions))
        {
            if (Math.Min(box.Width, box.Height) >= MinSide && Score(map, width, box) is var score && score >= manifest.Threshold)
            {
                // The model is trained on text that is shrunk by this much.
                found.Add((score, box.Grown(box.Width * box.Height * _unclip / (2 * (box.Width + box.Height))).Readable()));
            }
        }

        return [.. found.OrderByDescending(one => one.Score).Take(MaxLines).Select(one => one.Box)];
    }

    /// <summary>The mean of the map within a box: of pixels whose centres it covers.</summary>
    internal static float Score(ReadOnlySpan<float> map, int width, TextBox box)
    {
        var (reach, height) = (box.Reach, map.Length / width);
        var (sum, count) = (0.0, 0);
        for (var y = Math.Max(0, (int)(box.Centre.Y - reach.Y)); y < height && y < box.Centre.Y + reach.Y; y++)
        {
            var off = y + 0.5f - box.Centre.Y;
            var (from, to) = Within(box.Along.X, box.Along.Y * off, box.Width / 2, -reach.X, reach.X);
            (from, to) = Within(box.Down.X, box.Down.Y * off, box.Height / 2, from, to);
            var first = Math.Max(0, (int)MathF.Ceiling(box.Centre.X + from - 0.5f));
            var last = Math.Min(width - 1, (int)MathF.Floor(box.Centre.X + to - 0.5f));
            for (var x = first; x <= last; x++, count++)
            {
                sum += map[(y * width) + x];
            }
        }

        return count == 0 ? 0 : (float)(sum / count);
    }

    /// <summary>Where <c>|slope · x + offset| ≤ limit</c>, within what is left.</summary>
    private static (float From, float To) Within(float slope, float offset, float limit, float from, float to)
    {
        if (Math.Abs(slope) < 1e-6f)
        {
            return Math.Abs(offset) <= limit ? (from, to) : (1, 0);
        }

        var (one, other) = ((-limit - offset) / slope, (limit - offset) / slope);
        return (Math.Max(from, Math.Min(one, other)), Math.Min(to, Math.Max(one, other)));
    }

    private static float Extra(PackManifest manifest, string name, float missing, float most) =>
        manifest.Extras.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var number) && number > 0 && number <= most
            ? number
            : missing;
}
