using System.Runtime.InteropServices;

namespace Magpie.Search.Kernels;

/// <summary>A query as the kernels read it.</summary>
/// <param name="values">
/// Quantised to int16. First the whole steps of <see cref="Int8Query.Step"/>; where dimensions are left over, one more step that fits the
/// <em>last</em> elements of a row, with zeros for those that a whole step has counted: so no row is read beyond its end. Fewer dimensions than
/// a step lie as they are.
/// </param>
/// <param name="factor">What a dot product with a row, times the scale of the row, is multiplied with to be a cosine.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe ref struct QueryValues(short* values, int dimension, float factor)
{
    public readonly short* Values = values;
    public readonly int Dimension = dimension;

    private readonly float _factor = factor;

    public sbyte* Row(sbyte* block, int row) => block + ((nint)row * Dimension);

    public float Cosine(int dot, float scale) => Math.Clamp(dot * (_factor * scale), -1, 1);
}
