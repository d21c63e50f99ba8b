namespace NetVips.Native;

/// <summary>Bytes that libvips has a copy of, freed with its last reference to them.</summary>
internal sealed unsafe class CopiedBlob : Blob
{
    public CopiedBlob(ReadOnlySpan<byte> data)
        : base(Copy(data))
    {
    }

    private static nint Copy(ReadOnlySpan<byte> data)
    {
        fixed (byte* first = data)
        {
            return Libvips.BlobCopy(first, (nuint)data.Length);
        }
    }
}
