namespace Magpie.Search.Kernels;

/// <summary>One element after the other: for processors without SIMD, and what the other kernels are held against.</summary>
internal readonly unsafe struct ScalarKernel : IInt8Kernel<int>
{
    public static bool IsSupported => true;

    public static int Add(int sums, short* query, sbyte* row)
    {
        for (var i = 0; i < Int8Query.Step; i++)
        {
            sums += query[i] * row[i];
        }

        return sums;
    }

    public static int Total(int sums) => sums;
}
