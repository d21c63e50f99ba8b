using System.Runtime.Intrinsics;
using Magpie.Search;
using Magpie.Search.Kernels;

namespace Magpie.Core.Tests.Search.Vectors;

/// <summary>Every hardware path that this machine has, held against float64 and against the scalar path, which it must equal to the bit.</summary>
public sealed class KernelTests
{
    private delegate void Path(Int8Query query, ReadOnlySpan<sbyte> block, ReadOnlySpan<float> scales, Span<float> cosines);

    public static TheoryData<string, int> PathsAndDimensions()
    {
        var data = new TheoryData<string, int>();
        foreach (var path in (string[])["avx512", "avx2", "vector128", "scalar"])
        {
            foreach (var dimension in (int[])[1, 2, 3, 31, 32, 33, 63, 64, 65, 127, 576, 1000, 1280, 4095, 4096])
            {
                data.Add(path, dimension);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(PathsAndDimensions))]
    public void Random_vectors_have_the_cosines_that_float64_gives(string path, int dimension)
    {
        var random = new Random(dimension);
        var (block, scales) = MadeVectors.Quantize([.. Enumerable.Range(0, 7).Select(_ => MadeVectors.Random(random, dimension))]);
        Compare(path, MadeVectors.Random(random, dimension), block, scales, 2e-4);
    }

    [Theory]
    [MemberData(nameof(PathsAndDimensions))]
    public void Extreme_values_do_not_overflow(string path, int dimension)
    {
        var full = (float)(1 / (127 * Math.Sqrt(dimension)));
        foreach (var sign in (sbyte[])[127, -127])
        {
            sbyte[] block =
            [
                .. Enumerable.Repeat((sbyte)127, dimension),
                .. Enumerable.Repeat((sbyte)-127, dimension),
                .. Enumerable.Repeat((sbyte)0, dimension),
                .. Enumerable.Range(0, dimension).Select(i => (sbyte)(i % 2 == 0 ? 127 : -127)),
                .. Enumerable.Range(0, dimension).Select(i => (sbyte)(i < dimension / 2 ? 127 : -127)),
            ];
            Compare(path, [.. Enumerable.Repeat((float)sign, dimension)], block, [full, full, 0, full, full], 2e-4);
            Compare(path, [.. Enumerable.Range(0, dimension).Select(i => i % 2 == 0 ? sign : -(float)sign)], block, [full, full, 0, full, full], 2e-4);
        }
    }

    [Theory]
    [MemberData(nameof(PathsAndDimensions))]
    public void One_element_decides_wherever_it_is(string path, int dimension)
    {
        foreach (var place in (int[])[0, dimension / 2, Math.Max(0, dimension - 33), dimension - 1])
        {
            var vector = new float[dimension];
            vector[place] = 1;
            var (block, scales) = MadeVectors.Quantize([vector, [.. vector.Select(value => -value)], vector, vector, vector]);
            var cosines = new float[5];
            if (PathOf(path) is { } run)
            {
                run(new Int8Query(vector), block, scales, cosines);
                cosines.ShouldBe([1, -1, 1, 1, 1]);
            }
        }
    }

    [Fact]
    public void A_block_is_not_read_beyond_its_end()
    {
        foreach (var dimension in (int[])[1, 31, 33, 65, 577])
        {
            using var guarded = new GuardedMemory(dimension * 5);
            guarded.Bytes.Fill(1);
            var scales = Enumerable.Repeat((float)(1 / Math.Sqrt(dimension)), 5).ToArray();
            foreach (var run in (string[])["avx512", "avx2", "vector128", "scalar"])
            {
                var cosines = new float[5];
                if (PathOf(run) is { } path)
                {
                    path(new Int8Query(Enumerable.Repeat(1f, dimension).ToArray()), guarded.Bytes, scales, cosines);
                    cosines.ShouldAllBe(cosine => Math.Abs(cosine - 1) < 1e-4);
                }
            }
        }
    }

    private static void Compare(string path, float[] vector, sbyte[] block, float[] scales, double tolerance)
    {
        if (PathOf(path) is not { } run)
        {
            return;
        }

        var query = new Int8Query(vector);
        var cosines = new float[scales.Length];
        run(query, block, scales, cosines);
        var scalar = new float[scales.Length];
        query.Cosines<ScalarKernel, int>(block, scales, scalar);
        cosines.ShouldBe(scalar);
        for (var row = 0; row < scales.Length; row++)
        {
            var values = Array.ConvertAll(block[(row * vector.Length)..((row + 1) * vector.Length)], value => (float)value);
            ((double)cosines[row]).ShouldBe(MadeVectors.Cosine(vector, values), tolerance);
            query.Cosine(block.AsSpan(row * vector.Length, vector.Length), scales[row]).ShouldBe(cosines[row]);
        }
    }

    private static Path? PathOf(string name) => name switch
    {
        "avx512" when Avx512Kernel.IsSupported => (query, block, scales, cosines) => query.Cosines<Avx512Kernel, Vector512<int>>(block, scales, cosines),
        "avx2" when Avx2Kernel.IsSupported => (query, block, scales, cosines) => query.Cosines<Avx2Kernel, Vector256<int>>(block, scales, cosines),
        "vector128" when Vector128Kernel.IsSupported => (query, block, scales, cosines) => query.Cosines<Vector128Kernel, Vector128<int>>(block, scales, cosines),
        "scalar" => (query, block, scales, cosines) => query.Cosines<ScalarKernel, int>(block, scales, cosines),
        _ => null,
    };
}
