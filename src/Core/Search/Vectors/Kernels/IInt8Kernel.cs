namespace Magpie.Search.Kernels;

/// <summary>Dot products on one kind of hardware. <see cref="Int8Scan{TKernel, TSums}"/> brings the loops.</summary>
/// <typeparam name="TSums">Partial sums, int32.</typeparam>
internal unsafe interface IInt8Kernel<TSums>
    where TSums : unmanaged
{
    static abstract bool IsSupported { get; }

    /// <summary>Adds the products of <see cref="Int8Query.Step"/> elements.</summary>
    static abstract TSums Add(TSums sums, short* query, sbyte* row);

    /// <summary>The whole sum.</summary>
    static abstract int Total(TSums sums);
}
