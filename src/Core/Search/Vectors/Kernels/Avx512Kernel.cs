using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Magpie.Search.Kernels;

/// <summary>512 bits wide: sign-extends 32 bytes and multiplies with <c>vpmaddwd</c>.</summary>
internal readonly unsafe struct Avx512Kernel : IInt8Kernel<Vector512<int>>
{
    public static bool IsSupported => Avx512BW.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Add(Vector512<int> sums, short* query, sbyte* row) =>
        sums + Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.Load(row)), Vector512.Load(query));

    public static int Total(Vector512<int> sums) => Vector512.Sum(sums);
}
