using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Magpie.Search.Kernels;

/// <summary>128 bits wide, in what every processor with SIMD has (SSE, NEON, WebAssembly).</summary>
internal readonly unsafe struct Vector128Kernel : IInt8Kernel<Vector128<int>>
{
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Add(Vector128<int> sums, short* query, sbyte* row)
    {
        for (var i = 0; i < Int8Query.Step; i += Vector128<sbyte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Load(row + i));
            sums += Products(low, Vector128.Load(query + i)) + Products(high, Vector128.Load(query + i + 8));
        }

        return sums;
    }

    public static int Total(Vector128<int> sums) => Vector128.Sum(sums);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Products(Vector128<short> a, Vector128<short> b) =>
        (Vector128.WidenLower(a) * Vector128.WidenLower(b)) + (Vector128.WidenUpper(a) * Vector128.WidenUpper(b));
}
