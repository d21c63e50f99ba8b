using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Magpie.Functions.Http;

/// <summary>
/// What the server receives into and answers from, in blocks larger than its own of 4 KB: the system is asked for a form of 2 MB in fewer calls, each of which costs more than the
/// bytes that it brings.
/// </summary>
internal sealed class RequestBlocks : IMemoryPoolFactory<byte>
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 16 * 1024;

    /// <summary>Blocks that are kept for the next at most: 4 MiB.</summary>
    private const int Kept = 256;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        private readonly Lock _gate = new();
        private readonly Stack<Memory<byte>> _idle = [];

        public override int MaxBufferSize => BlockBytes;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
            lock (_gate)
            {
                if (_idle.TryPop(out var idle))
                {
                    return new Block(this, idle);
                }
            }

            return new Block(this, MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true), 0, BlockBytes));
        }

        public void Return(Memory<byte> memory)
        {
            lock (_gate)
            {
                if (_idle.Count < Kept)
                {
                    _idle.Push(memory);
                }
            }
        }

        protected override void Dispose(bool disposing)
        {
            lock (_gate)
            {
                _idle.Clear();
            }
        }
    }

    private sealed class Block(Pool pool, Memory<byte> memory) : IMemoryOwner<byte>
    {
        private Pool? _pool = pool;

        public Memory<byte> Memory { get; } = memory;

        /// <summary>A second time it does nothing: what it was may be another's by then.</summary>
        public void Dispose() => Interlocked.Exchange(ref _pool, null)?.Return(Memory);
    }
}
