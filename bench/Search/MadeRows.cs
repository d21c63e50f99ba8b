using System.Runtime.InteropServices;
using Magpie.Search;

namespace Magpie.Bench.Search;

/// <summary>Quantised rows of made vectors, packed, outside the collected heap as a snapshot's are; the same every time.</summary>
internal sealed unsafe class MadeRows : IDisposable
{
    private const int CacheLine = 64;
    private const int Ahead = 4096;

    private readonly sbyte* _block;
    private readonly float[] _scales;
    private readonly int _dimension;
    private readonly Random _random = new(4);

    public MadeRows(int count, int dimension)
    {
        _dimension = dimension;
        _scales = new float[count];
        _block = (sbyte*)NativeMemory.AlignedAlloc((nuint)Length, CacheLine);
        for (var row = 0; row < count; row++)
        {
            var values = new Span<sbyte>(_block + ((nint)row * dimension), dimension);
            Fill(values);
            long squares = 0;
            foreach (var value in values)
            {
                squares += value * value;
            }

            _scales[row] = (float)(1 / Math.Sqrt(squares));
        }
    }

    private nint Length => (nint)_scales.Length * _dimension;

    public sbyte[] Query()
    {
        var query = new sbyte[_dimension];
        Fill(query);
        return query;
    }

    public void Save(string path)
    {
        using var file = File.Create(path);
        file.Write(new ReadOnlySpan<byte>(_block, (int)Length));
    }

    public void Nearest(Int8Query query, TopK best) => query.Nearest(new(_block, (int)Length), _scales, best, 0);

    public long Read() => MemoryBandwidth.Read(_block, Length);

    public long ReadAhead() => MemoryBandwidth.ReadAhead(_block, Length, Ahead);

    public void Dispose() => NativeMemory.AlignedFree(_block);

    private void Fill(Span<sbyte> values)
    {
        _random.NextBytes(MemoryMarshal.AsBytes(values));
        values.Replace((sbyte)-128, (sbyte)-127);
    }
}
