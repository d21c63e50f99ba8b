using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Magpie.Search.Kernels;

/// <summary>256 bits wide.</summary>
internal readonly unsafe struct Avx2Kernel : IInt8Kernel<Vector256<int>>
{
    public static bool IsSupported => Avx2.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sums, short* query, sbyte* row) =>
        sums
        + Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(row), Vector256.Load(query))
        + Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(row + 16), Vector256.Load(query + 16));

    public static int Total(Vector256<int> sums) => Vector256.Sum(sums);
}
