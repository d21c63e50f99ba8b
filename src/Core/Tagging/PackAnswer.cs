using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Magpie.Tagging;

/// <summary>What a model answered: its tensors, in native memory until disposed.</summary>
public sealed class PackAnswer : IDisposable
{
    private readonly IReadOnlyList<string> _roles;
    private readonly IDisposableReadOnlyCollection<OrtValue> _values;

    internal PackAnswer(IReadOnlyList<string> roles, IDisposableReadOnlyCollection<OrtValue> values) => (_roles, _values) = (roles, values);

    /// <summary>The tensor of a role of the manifest's outputs, or of a graph output where the manifest names none.</summary>
    public OrtValue this[string role] => _values[IndexOf(role)];

    /// <summary>Numbers in the tensor.</summary>
    public int Count(string role) => checked((int)this[role].GetTensorTypeAndShape().ElementCount);

    public TensorElementType ElementType(string role) => this[role].GetTensorTypeAndShape().ElementDataType;

    /// <summary>Sides of the tensor.</summary>
    public long[] Shape(string role) => this[role].GetTensorTypeAndShape().Shape;

    /// <summary>A copy of a float32 or float16 tensor.</summary>
    public float[] Floats(string role) => ElementType(role) == TensorElementType.Float16 ? Widened(this[role]) : Numbers(role).ToArray();

    /// <summary>A float32 or float16 tensor as float32: where it lies, valid until disposed, or widened.</summary>
    public ReadOnlySpan<float> Numbers(string role) =>
        ElementType(role) == TensorElementType.Float16 ? Widened(this[role]) : this[role].GetTensorDataAsSpan<float>();

    public void Dispose() => _values.Dispose();

    private static float[] Widened(OrtValue value)
    {
        var halves = MemoryMarshal.Cast<Float16, Half>(value.GetTensorDataAsSpan<Float16>());
        var floats = new float[halves.Length];
        TensorPrimitives.ConvertToSingle(halves, floats);
        return floats;
    }

    private int IndexOf(string role)
    {
        for (var at = 0; at < _roles.Count; at++)
        {
            if (string.Equals(_roles[at], role, StringComparison.Ordinal))
            {
                return at;
            }
        }

        throw new KeyNotFoundException($"The pack has no output '{role}'.");
    }
}
