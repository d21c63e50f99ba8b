namespace NetVips.Native;

/// <summary>Bytes that an operation reads from: a reference to libvips' own object.</summary>
internal abstract class Blob(nint pointer) : IDisposable
{
    public nint Pointer { get; } = pointer;

    public void Dispose() => Libvips.AreaUnref(Pointer);
}
