using System.Text.Json;

namespace Magpie.Tagging;

/// <summary>What <c>pack.json</c> says. Read by <see cref="ManifestReader"/>, so every value is within its range.</summary>
public sealed record PackManifest
{
    /// <summary>Lower-case letters, digits and hyphens, 1 to 64.</summary>
    public required string Id { get; init; }

    public required string Version { get; init; }

    /// <summary>One of <see cref="PackTasks"/>.</summary>
    public required string Task { get; init; }

    public string Title { get; init; } = "";

    /// <summary>SPDX identifier, or a sentence.</summary>
    public string License { get; init; } = "";

    public string Source { get; init; } = "";

    /// <summary>File name of the model, in the pack's folder.</summary>
    public required string Model { get; init; }

    /// <summary>Of the model file: 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Of the model file; null where the manifest does not say.</summary>
    public long? Bytes { get; init; }

    public required PackInput Input { get; init; }

    /// <summary>By role: <c>scores</c>, <c>embedding</c>, <c>mask</c>, …; empty where the decoder knows the names.</summary>
    public required IReadOnlyDictionary<string, PackOutput> Outputs { get; init; }

    /// <summary>File name of the labels, in the pack's folder; null when they are <see cref="InlineLabels"/> or there are none.</summary>
    public string? LabelsFile { get; init; }

    /// <summary>Labels written into the manifest.</summary>
    public IReadOnlyList<string>? InlineLabels { get; init; }

    /// <summary>Least score of a tag, 0 to 1.</summary>
    public float Threshold { get; init; } = 0.5f;

    /// <summary>Most tags of one image.</summary>
    public int Top { get; init; } = 5;

    /// <summary>Tags or parents, one of which another pack must have found before this one is asked.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>The class that reads the outputs: <c>yunet</c>, <c>ultraface</c>, <c>db</c>, <c>ctc</c>; null for plain scores.</summary>
    public string? Decoder { get; init; }

    /// <summary>What only a decoder understands: <c>strides</c>, <c>iou</c>, <c>characters</c>, …</summary>
    public IReadOnlyDictionary<string, JsonElement> Extras { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary><c>id@version</c>.</summary>
    public string Name => $"{Id}@{Version}";
}

/// <summary>A tensor a pack answers with.</summary>
/// <param name="Name">Any tensor of the graph, also an inner one.</param>
public sealed record PackOutput(string Name)
{
    public Activation Activation { get; init; } = Activation.None;

    /// <summary>Numbers in it; null where the manifest does not say.</summary>
    public int? Size { get; init; }

    /// <summary>Divide by the Euclidean length.</summary>
    public bool NormalizeL2 { get; init; }

    /// <summary>What only a decoder understands: <c>foreground</c>, <c>classes</c>, …</summary>
    public IReadOnlyDictionary<string, JsonElement> Extras { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
}

/// <summary>How raw scores become 0 to 1.</summary>
public enum Activation
{
    /// <summary>They already are.</summary>
    None,

    Softmax,

    Sigmoid,
}
