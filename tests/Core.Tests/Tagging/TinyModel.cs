using System.Runtime.InteropServices;

namespace Magpie.Core.Tests.Tagging;

/// <summary>
/// ONNX models of a few hundred bytes (field numbers: onnx.proto3). Input <c>image</c>; the mean of each channel is the inner tensor
/// <c>feature</c> [1,3]; output <c>scores</c> [1,N] = feature · weights.
/// </summary>
internal static class TinyModel
{
    public const int Float = 1;
    public const int UInt8 = 2;
    public const int Int8 = 3;
    public const int Int64 = 7;
    public const int Bool = 9;
    public const int Float16 = 10;

    private const int IntAttribute = 2;
    private const int GraphAttribute = 5;
    private const int IntsAttribute = 7;

    /// <summary>Scores are the channels' means times <paramref name="gain"/>, repeated until there are enough of them.</summary>
    public static byte[] Mean(int scores = 3, float gain = 1, int elementType = Float, bool channelsLast = false, int side = 8, bool anyBatch = false)
    {
        var weights = new float[3 * scores];
        for (var score = 0; score < scores; score++)
        {
            weights[(score % 3 * scores) + score] = gain;
        }

        var nodes = new List<ProtobufWriter>();
        var at = "image";
        if (elementType != Float)
        {
            nodes.Add(Node("Cast", [at], ["numbers"], Attribute("to", Float)));
            at = "numbers";
        }

        if (channelsLast)
        {
            nodes.Add(Node("Transpose", [at], ["planes"], Attribute("perm", [0, 3, 1, 2])));
            at = "planes";
        }

        nodes.Add(Node("GlobalAveragePool", [at], ["pooled"]));
        nodes.Add(Node("Flatten", ["pooled"], ["feature"]));
        nodes.Add(Node("MatMul", ["feature", "weights"], ["scores"]));
        int[] shape = channelsLast ? [1, side, side, 3] : [1, 3, side, side];
        return Model(nodes, [Tensor("weights", [3, scores], weights)], Value("image", elementType, shape, anyBatch), Value("scores", Float, [1, scores], anyBatch));
    }

    /// <summary>As <see cref="Mean"/>, but counts to a thousand million times the red channel's mean first: quick for black, endless for red.</summary>
    public static byte[] CountsRed()
    {
        var body = new ProtobufWriter()
            .Message(1, Node("Identity", ["going"], ["goes"]))
            .Message(1, Node("Add", ["sum", "one"], ["next"]))
            .Text(2, "body")
            .Message(5, Tensor("one", [1, 3], [1, 1, 1]))
            .Message(11, Value("turn", Int64, [], anyBatch: false))
            .Message(11, Value("going", Bool, [], anyBatch: false))
            .Message(11, Value("sum", Float, [1, 3], anyBatch: false))
            .Message(12, Value("goes", Bool, [], anyBatch: false))
            .Message(12, Value("next", Float, [1, 3], anyBatch: false));
        var loop = new ProtobufWriter().Text(1, "body").Message(6, body).Number(20, GraphAttribute);
        ProtobufWriter[] nodes =
        [
            Node("GlobalAveragePool", ["image"], ["pooled"]),
            Node("Flatten", ["pooled"], ["feature"]),
            Node("MatMul", ["feature", "most"], ["red"]),
            Node("Reshape", ["red", "scalar"], ["turnsFloat"]),
            Node("Cast", ["turnsFloat"], ["turns"], Attribute("to", Int64)),
            Node("Loop", ["turns", "", "feature"], ["scores"], loop),
        ];
        return Model(
            nodes,
            [Tensor("most", [3, 1], [1e9f, 0, 0]), new ProtobufWriter().Number(1, 0).Number(2, Int64).Text(8, "scalar").Bytes(9, [])],
            Value("image", Float, [1, 3, 8, 8], anyBatch: false),
            Value("scores", Float, [1, 3], anyBatch: false));
    }

    private static byte[] Model(IEnumerable<ProtobufWriter> nodes, IEnumerable<ProtobufWriter> initializers, ProtobufWriter input, ProtobufWriter output)
    {
        var graph = new ProtobufWriter();
        foreach (var node in nodes)
        {
            graph.Message(1, node);
        }

        graph.Text(2, "tiny");
        foreach (var initializer in initializers)
        {
            graph.Message(5, initializer);
        }

        graph.Message(11, input).Message(12, output);
        return new ProtobufWriter().Number(1, 8).Message(7, graph).Message(8, new ProtobufWriter().Text(1, "").Number(2, 13)).ToArray();
    }

    private static ProtobufWriter Node(string type, string[] inputs, string[] outputs, params ProtobufWriter[] attributes)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        foreach (var output in outputs)
        {
            node.Text(2, output);
        }

        node.Text(4, type);
        foreach (var attribute in attributes)
        {
            node.Message(5, attribute);
        }

        return node;
    }

    private static ProtobufWriter Attribute(string name, long value) => new ProtobufWriter().Text(1, name).Number(3, value).Number(20, IntAttribute);

    private static ProtobufWriter Attribute(string name, long[] values)
    {
        var attribute = new ProtobufWriter().Text(1, name);
        foreach (var value in values)
        {
            attribute.Number(8, value);
        }

        return attribute.Number(20, IntsAttribute);
    }

    private static ProtobufWriter Tensor(string name, int[] shape, float[] values)
    {
        var tensor = new ProtobufWriter();
        foreach (var side in shape)
        {
            tensor.Number(1, side);
        }

        return tensor.Number(2, Float).Text(8, name).Bytes(9, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }

    private static ProtobufWriter Value(string name, int elementType, int[] shape, bool anyBatch)
    {
        var sides = new ProtobufWriter();
        for (var at = 0; at < shape.Length; at++)
        {
            sides.Message(1, at == 0 && anyBatch ? new ProtobufWriter().Text(2, "N") : new ProtobufWriter().Number(1, shape[at]));
        }

        return new ProtobufWriter().Text(1, name)
            .Message(2, new ProtobufWriter().Message(1, new ProtobufWriter().Number(1, elementType).Message(2, sides)));
    }
}
