using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Magpie.Tagging;

/// <summary>Holds a manifest against the graph of its model. A dimension below 1 is one the graph leaves open.</summary>
internal static class GraphCheck
{
    /// <summary>Tensors the manifest names that no node of the graph makes.</summary>
    public static void Tensors(PackManifest manifest, OnnxGraph graph, List<string> problems)
    {
        foreach (var (role, output) in manifest.Outputs)
        {
            if (!graph.HasOutput(output.Name) && !graph.HasTensor(output.Name))
            {
                problems.Add($"{PackFiles.Manifest}: 'outputs.{role}.name' is '{output.Name}', and {manifest.Model} has no such tensor.");
            }
        }
    }

    public static void Input(PackManifest manifest, InferenceSession session, List<string> problems)
    {
        var input = manifest.Input;
        if (!session.InputMetadata.TryGetValue(input.Name, out var taken))
        {
            problems.Add($"{PackFiles.Manifest}: 'input.name' is '{input.Name}', and the inputs of {manifest.Model} are {Quoted(session.InputNames)}.");
            return;
        }

        if (session.InputNames.Count > 1)
        {
            problems.Add($"{manifest.Model}: takes {session.InputNames.Count} inputs, {Quoted(session.InputNames)}; a pack's model takes one image.");
        }

        if (!taken.IsTensor || taken.ElementDataType != ElementType(input.Type))
        {
            var type = taken.IsTensor ? taken.ElementDataType.ToString() : taken.OnnxValueType.ToString();
            problems.Add($"{PackFiles.Manifest}: 'input.dtype' is {input.Type}, and '{input.Name}' of {manifest.Model} takes {type}.");
            return;
        }

        long[] given = input.ChannelsLast
            ? [1, input.Height ?? 0, input.Width ?? 0, PackInput.Channels]
            : [1, PackInput.Channels, input.Height ?? 0, input.Width ?? 0];
        var dimensions = taken.Dimensions;
        if (dimensions.Length != given.Length || given.Where((side, at) => side > 0 && dimensions[at] > 0 && dimensions[at] != side).Any())
        {
            problems.Add(
                $"{PackFiles.Manifest}: 'input' makes {Shape(given)}, and '{input.Name}' of {manifest.Model} takes {Shape([.. dimensions.Select(side => (long)side)])}.");
        }
    }

    /// <summary>Sizes of what the model answered at its warm-up run.</summary>
    public static void Answer(PackManifest manifest, int labels, PackAnswer answer, List<string> problems)
    {
        foreach (var (role, output) in manifest.Outputs)
        {
            if (answer.ElementType(role) is not (TensorElementType.Float or TensorElementType.Float16))
            {
                problems.Add(
                    $"{PackFiles.Manifest}: 'outputs.{role}' is '{output.Name}', which is {answer.ElementType(role)} in {manifest.Model}; it must be float32 or float16.");
                continue;
            }

            var count = answer.Count(role);
            if (output.Size is { } size && size != count)
            {
                problems.Add($"{PackFiles.Manifest}: 'outputs.{role}.size' is {size}, and '{output.Name}' of {manifest.Model} has {count} numbers.");
            }

            if (role == "scores" && PackTasks.WithLabels.Contains(manifest.Task) && count != labels)
            {
                problems.Add($"{manifest.LabelsFile ?? PackFiles.Manifest}: has {labels} labels, and '{output.Name}' of {manifest.Model} has {count} scores.");
            }
        }
    }

    public static TensorElementType ElementType(InputType type) => type switch
    {
        InputType.Float16 => TensorElementType.Float16,
        InputType.UInt8 => TensorElementType.UInt8,
        InputType.Int8 => TensorElementType.Int8,
        _ => TensorElementType.Float,
    };

    private static string Shape(long[] sides) => $"[{string.Join(',', sides.Select(side => side > 0 ? side.ToString() : "any"))}]";

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Take(8).Select(name => $"'{name}'"));
}
