using System.Buffers;
using System.Runtime.InteropServices;
using Magpie.Imaging;

namespace Magpie.Ingest;

/// <summary>
/// Bytes outside the collected heap, given back when disposed. For what is large and short-lived: arrays of that size make the
/// collector wait longer before it looks, and its heap grows by as much again.
/// </summary>
public sealed unsafe class NativeBuffer : MemoryManager<byte>
{
    private byte* _bytes;
    private int _length;
    private bool _isBlock;

    /// <summary>So many bytes, of no particular content.</summary>
    /// <exception cref="OutOfMemoryException">There are not so many.</exception>
    public NativeBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        _isBlock = NativeHeap.IsWorthABlock(length);
        _bytes = _isBlock ? NativeBlocks.Take() : (byte*)NativeMemory.Alloc((nuint)length);
        _length = length;
    }

    /// <summary>Bytes there is room for.</summary>
    public int Length => _length;

    /// <summary>Makes room for more; what is there stays. Nobody may hold its memory meanwhile.</summary>
    public void Grow(int length)
    {
        ObjectDisposedException.ThrowIf(_bytes is null, this);
        if (length <= _length)
        {
            return;
        }

        if (!_isBlock && NativeHeap.IsWorthABlock(length))
        {
            var block = NativeBlocks.Take();
            GetSpan().CopyTo(new(block, _length));
            NativeMemory.Free(_bytes);
            _bytes = block;
            _isBlock = true;
        }
        else if (!_isBlock || length > NativeHeap.BlockBytes)
        {
            _bytes = (byte*)NativeMemory.Realloc(_bytes, (nuint)length);
            _isBlock = false;
        }

        _length = length;
    }

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_bytes is null, this);
        return new(_bytes, _length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_bytes is null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        return new MemoryHandle(_bytes + elementIndex);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (_isBlock && _bytes is not null)
        {
            NativeBlocks.Return(_bytes);
        }
        else
        {
            NativeMemory.Free(_bytes);
        }

        _bytes = null;
    }
}
