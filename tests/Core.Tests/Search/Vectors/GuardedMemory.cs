using System.Runtime.InteropServices;

namespace Magpie.Core.Tests.Search.Vectors;

/// <summary>Memory that ends at a page that cannot be read: who reads on brings the test process down. Where there is no mmap, plain memory.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private readonly byte* _start;
    private readonly int _length;
    private readonly int _size;

    public GuardedMemory(int length)
    {
        var page = Environment.SystemPageSize;
        _length = length;
        _size = (((length + page - 1) / page) + 1) * page;
        _start = OperatingSystem.IsLinux() ? Map(0, (nuint)_size, ReadWrite, PrivateAnonymous, -1, 0) : (byte*)NativeMemory.Alloc((nuint)_size);
        if (OperatingSystem.IsLinux() && ((nint)_start == -1 || Protect(_start + _size - page, (nuint)page, 0) != 0))
        {
            throw new InvalidOperationException("No memory.");
        }
    }

    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    public Span<sbyte> Bytes => new(_start + _size - Environment.SystemPageSize - _length, _length);

    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Unmap(_start, (nuint)_size);
        }
        else
        {
            NativeMemory.Free(_start);
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial byte* Map(nint address, nuint size, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(byte* address, nuint size, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(byte* address, nuint size);
}
