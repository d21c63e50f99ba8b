using System.Text.Json;

namespace Magpie.Tagging;

/// <summary>The tensor a pack takes: one image, <c>value = (pixel · scale − mean) / std</c>, pixel 0 to 255, per channel in the model's order.</summary>
/// <param name="Name">Of the graph's input.</param>
public sealed record PackInput(string Name)
{
    /// <summary>Pixels; null when the model takes any.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels; null when the model takes any.</summary>
    public int? Height { get; init; }

    /// <summary>What a free width or height must be divisible by.</summary>
    public int? MultipleOf { get; init; }

    /// <summary>Pixels the longer side of a free size is scaled to.</summary>
    public int? LongestSide { get; init; }

    public InputResize Resize { get; init; } = InputResize.Stretch;

    /// <summary>With <see cref="InputResize.ShortestSide"/>: pixels the shorter side is scaled to before the centre is cropped.</summary>
    public int? ShortestSide { get; init; }

    /// <summary><c>NHWC</c> rather than <c>NCHW</c>.</summary>
    public bool ChannelsLast { get; init; }

    /// <summary><c>BGR</c> rather than <c>RGB</c>.</summary>
    public bool Bgr { get; init; }

    public InputType Type { get; init; } = InputType.Float32;

    public float Scale { get; init; } = 1;

    /// <summary>Three, in the model's channel order.</summary>
    public IReadOnlyList<float> Mean { get; init; } = [0, 0, 0];

    /// <summary>Three, none of them 0, in the model's channel order.</summary>
    public IReadOnlyList<float> Std { get; init; } = [1, 1, 1];

    /// <summary>What only a decoder understands: <c>pad</c>, …</summary>
    public IReadOnlyDictionary<string, JsonElement> Extras { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary><c>[1,3,H,W]</c> or <c>[1,H,W,3]</c>.</summary>
    public long[] ShapeOf(int width, int height) => ChannelsLast ? [1, height, width, Channels] : [1, Channels, height, width];

    /// <summary>Of every image.</summary>
    public const int Channels = 3;
}

/// <summary>How an image of another shape becomes the model's.</summary>
public enum InputResize
{
    /// <summary>Both sides to the size asked for, whatever the proportions.</summary>
    Stretch,

    /// <summary>Fill, and crop the centre.</summary>
    Cover,

    /// <summary>Fit within, and pad.</summary>
    Contain,

    /// <summary>The shorter side to a size, then crop the centre.</summary>
    ShortestSide,

    /// <summary>The pack's decoder lays the image out itself.</summary>
    Decoder,
}

/// <summary>Element type of the input tensor.</summary>
public enum InputType
{
    Float32,
    Float16,
    UInt8,
    Int8,
}
