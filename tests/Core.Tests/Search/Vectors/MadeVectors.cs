namespace Magpie.Core.Tests.Search.Vectors;

/// <summary>Made vectors, the same every time.</summary>
internal static class MadeVectors
{
    /// <summary>Of length one, every direction as likely.</summary>
    public static float[] Random(Random random, int dimension)
    {
        var vector = new float[dimension];
        for (var i = 0; i < dimension; i++)
        {
            vector[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()));
        }

        var length = Math.Sqrt(vector.Sum(value => (double)value * value));
        return Array.ConvertAll(vector, value => (float)(value / length));
    }

    /// <summary>Rows packed one after the other.</summary>
    public static (sbyte[] Block, float[] Scales) Quantize(IReadOnlyList<float[]> vectors)
    {
        var dimension = vectors[0].Length;
        var block = new sbyte[vectors.Count * dimension];
        var scales = new float[vectors.Count];
        for (var i = 0; i < vectors.Count; i++)
        {
            scales[i] = Magpie.Search.Int8Quantizer.Quantize(vectors[i], block.AsSpan(i * dimension, dimension));
        }

        return (block, scales);
    }

    /// <summary>In float64.</summary>
    public static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double dot = 0, squaresA = 0, squaresB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            squaresA += (double)a[i] * a[i];
            squaresB += (double)b[i] * b[i];
        }

        return squaresA == 0 || squaresB == 0 ? 0 : dot / Math.Sqrt(squaresA * squaresB);
    }
}
