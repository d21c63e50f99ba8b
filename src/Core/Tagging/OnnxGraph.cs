using System.Text;

namespace Magpie.Tagging;

/// <summary>
/// The names of a model's outputs and inner tensors, read from its bytes without loading it (field numbers: onnx.proto3). Only for
/// sentences about a manifest: whether the model is sound is for ONNX Runtime to say.
/// </summary>
internal sealed class OnnxGraph
{
    private const int ModelGraph = 7;
    private const int GraphNode = 1;
    private const int GraphOutput = 12;
    private const int NodeOutput = 2;
    private const int ValueInfoName = 1;

    private readonly HashSet<string> _outputs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tensors = new(StringComparer.Ordinal);

    private OnnxGraph()
    {
    }

    /// <summary>Whether the graph answers with this tensor.</summary>
    public bool HasOutput(string name) => _outputs.Contains(name);

    /// <summary>Whether some node makes this tensor.</summary>
    public bool HasTensor(string name) => _tensors.Contains(name);

    /// <summary>The graph's names, or null for bytes that are no model.</summary>
    public static OnnxGraph? Read(ReadOnlySpan<byte> model)
    {
        var names = new OnnxGraph();
        var found = false;
        var fields = new ProtobufFields(model);
        while (fields.Next())
        {
            if (fields.Number == ModelGraph && fields.IsMessage)
            {
                found = true;
                if (!names.ReadGraph(fields.Content))
                {
                    return null;
                }
            }
        }

        return found && fields.AtEnd ? names : null;
    }

    private bool ReadGraph(ReadOnlySpan<byte> graph)
    {
        var fields = new ProtobufFields(graph);
        while (fields.Next())
        {
            var (target, name) = fields.Number switch
            {
                GraphNode => (_tensors, NodeOutput),
                GraphOutput => (_outputs, ValueInfoName),
                _ => (null, 0),
            };
            if (target is not null && fields.IsMessage)
            {
                AddTexts(fields.Content, name, target);
            }
        }

        return fields.AtEnd;
    }

    private static void AddTexts(ReadOnlySpan<byte> message, int number, HashSet<string> texts)
    {
        var fields = new ProtobufFields(message);
        while (fields.Next())
        {
            if (fields.Number == number && fields.IsMessage)
            {
                texts.Add(Encoding.UTF8.GetString(fields.Content));
            }
        }
    }
}
