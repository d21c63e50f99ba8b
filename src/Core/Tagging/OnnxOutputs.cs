using System.Text;

namespace Magpie.Tagging;

/// <summary>
/// Makes an inner tensor of a model one of its outputs. Protobuf merges a message field that occurs twice, so the bytes of
/// <c>ModelProto { graph { output { name } } }</c> behind a model add an output to its graph (protobuf encoding, "Last One Wins";
/// field numbers: onnx.proto3).
/// </summary>
internal static class OnnxOutputs
{
    private const int ModelGraph = 7;
    private const int GraphOutput = 12;
    private const int ValueInfoName = 1;

    /// <summary>The model's bytes with one more output.</summary>
    public static byte[] Add(ReadOnlySpan<byte> model, string tensor) =>
        [.. model, .. Field(ModelGraph, Field(GraphOutput, Field(ValueInfoName, Encoding.UTF8.GetBytes(tensor))))];

    private static byte[] Field(int number, byte[] content)
    {
        const int lengthDelimited = 2;
        return [.. Varint((number << 3) | lengthDelimited), .. Varint(content.Length), .. content];
    }

    private static List<byte> Varint(int value)
    {
        var bytes = new List<byte>(5);
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return bytes;
    }
}
