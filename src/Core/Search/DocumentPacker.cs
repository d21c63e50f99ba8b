using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Magpie.Assets;

namespace Magpie.Search;

/// <summary>
/// Packs the documents of an index in blocks, each compressed by Brotli: documents of one account are much alike. In a block a document is a line,
/// and its own id, which it repeats, is one sign.
/// </summary>
internal sealed class DocumentPacker
{
    /// <summary>Documents of a block at most: more compress better, and cost more to read one of them.</summary>
    private const int BlockAssets = 64;

    /// <summary>Bytes of a block, before the last of its documents is added.</summary>
    private const int BlockBytes = 1 << 17;

    private const int Quality = 5;
    private const int WindowBits = 18;

    private readonly ArrayBufferWriter<byte> _open = new();
    private readonly List<DocumentBlock> _blocks = [];
    private readonly List<byte[]> _compressed = [];
    private int _openAssets;
    private int _packed;

    /// <summary>In the place of a document's own id; JSON has no such sign.</summary>
    private const char Own = '\u0001';

    private const byte EndOfLine = (byte)'\n';

    public ReadOnlySpan<DocumentBlock> Blocks => CollectionsMarshal.AsSpan(_blocks);

    /// <summary>The bytes of the blocks, one after the other.</summary>
    public IReadOnlyList<byte[]> Bytes => _compressed;

    /// <summary>Adds the document of the asset whose ordinal is next.</summary>
    public void Add(Asset asset)
    {
        Encoding.UTF8.GetBytes(AssetDocument.Write(asset).Replace(asset.Id, Own.ToString(), StringComparison.Ordinal), _open);
        _open.Write([EndOfLine]);
        if (++_openAssets == BlockAssets || _open.WrittenCount >= BlockBytes)
        {
            Close();
        }
    }

    /// <summary>Compresses what is not yet.</summary>
    public void Close()
    {
        if (_openAssets == 0)
        {
            return;
        }

        var compressed = new byte[BrotliEncoder.GetMaxCompressedLength(_open.WrittenCount)];
        if (!BrotliEncoder.TryCompress(_open.WrittenSpan, compressed, out var length, Quality, WindowBits))
        {
            throw new InvalidOperationException("Documents cannot be compressed.");
        }

        var first = _blocks is [.., var last] ? last.End : 0;
        _packed = checked(_packed + length);
        _blocks.Add(new DocumentBlock { End = first + _openAssets, BytesEnd = _packed, Length = _open.WrittenCount });
        _compressed.Add(compressed.AsSpan(0, length).ToArray());
        _open.ResetWrittenCount();
        _openAssets = 0;
    }

    /// <summary>One document of a block.</summary>
    /// <param name="compressed">The block's bytes.</param>
    /// <param name="length">Bytes of the block before it was compressed.</param>
    /// <param name="place">Which of its documents, from 0.</param>
    /// <param name="id">Of the asset.</param>
    public static Asset? Read(ReadOnlySpan<byte> compressed, int length, int place, string id)
    {
        var block = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            if (!BrotliDecoder.TryDecompress(compressed, block, out var written) || written != length)
            {
                return null;
            }

            var rest = block.AsSpan(0, length);
            for (var skipped = 0; skipped < place; skipped++)
            {
                rest = rest[(rest.IndexOf(EndOfLine) + 1)..];
            }

            var json = Encoding.UTF8.GetString(rest[..rest.IndexOf(EndOfLine)]);
            return AssetDocument.Read(json.Replace(Own.ToString(), id, StringComparison.Ordinal));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
