namespace Magpie.Functions.Imagga;

/// <summary>A file of an image, in memory; whoever asked for it disposes it, so that what it took of the budget goes to the next.</summary>
/// <param name="share">Of the budget; null where the memory is somebody else's to bound.</param>
internal sealed class ImaggaFile(ReadOnlyMemory<byte> bytes, IDisposable? share = null) : IDisposable
{
    public ReadOnlyMemory<byte> Bytes => bytes;

    public void Dispose() => share?.Dispose();
}
