using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Magpie.Assets;

namespace Magpie.Search;

/// <summary>An index as it lies in memory, immutable. <see cref="IndexLayout"/> says how it lies.</summary>
internal sealed class PackedIndex
{
    private readonly byte[] _bytes;
    private readonly IndexHeader _header;

    private PackedIndex(byte[] bytes, IndexHeader header) => (_bytes, _header) = (bytes, header);

    public int Count => _header.Assets;

    /// <summary>Bytes in memory, about.</summary>
    public long Size => _bytes.Length;

    public ReadOnlySpan<AssetRecord> Records => Section<AssetRecord>(_header.Records, Count);

    public ReadOnlySpan<ModelVectors> Models => Section<ModelVectors>(_header.ModelList, _header.Models);

    /// <summary>The index in these bytes, or null when they are none: too short, of another format, damaged, or with an offset that leads out of them.</summary>
    public static PackedIndex? Open(byte[] bytes)
    {
        if (!AssetRecord.IsReadable || bytes.Length < IndexHeader.Size + IndexLayout.ChecksumBytes)
        {
            return null;
        }

        var header = MemoryMarshal.Read<IndexHeader>(bytes);
        if (header.Magic != IndexLayout.Magic || header.End != bytes.Length - IndexLayout.ChecksumBytes)
        {
            return null;
        }

        Span<byte> checksum = stackalloc byte[IndexLayout.ChecksumBytes];
        IndexLayout.Checksum(bytes.AsSpan(0, header.End), checksum);
        return checksum.SequenceEqual(bytes.AsSpan(header.End)) ? new(bytes, header) : null;
    }

    /// <summary>The index of what the packer holds.</summary>
    public static PackedIndex Of(IndexPacker packer) => Open(packer.Pack()) ?? throw new InvalidOperationException("An index was packed that cannot be read.");

    public string Text(int number) => Encoding.UTF8.GetString(Slice(_header.TextEnds, _header.TextBytes, number));

    /// <summary>Number of a text; −1 when it is none of here.</summary>
    public int NumberOf(string text)
    {
        for (var number = 0; number < _header.Texts; number++)
        {
            if (Text(number) == text)
            {
                return number;
            }
        }

        return -1;
    }

    /// <summary>The numbers of the texts that contain a text, whatever the case.</summary>
    public HashSet<int> NumbersContaining(string text) =>
        [.. Enumerable.Range(0, _header.Texts).Where(number => Text(number).Contains(text, StringComparison.OrdinalIgnoreCase))];

    /// <summary>Where a term was found.</summary>
    public ReadOnlySpan<Posting> Postings(ReadOnlySpan<byte> term)
    {
        var number = FirstFrom(term);
        return number < _header.Terms && Term(number).SequenceEqual(term)
            ? Section<Posting>(_header.PostingList, _header.Postings)[StartOf(number)..EndOf(number)]
            : [];
    }

    /// <summary>Where the terms that begin so were found: they lie side by side, however many there are.</summary>
    public ReadOnlySpan<Posting> PostingsFrom(ReadOnlySpan<byte> prefix)
    {
        var (first, end) = (FirstFrom(prefix), FirstAfter(prefix));
        return first == end ? [] : Section<Posting>(_header.PostingList, _header.Postings)[StartOf(first)..EndOf(end - 1)];
    }

    /// <summary>The document of an asset as it was packed; null in an index without documents.</summary>
    public Asset? Document(int ordinal)
    {
        var blocks = Section<DocumentBlock>(_header.DocumentBlockList, _header.DocumentBlocks);
        var (low, high) = (0, blocks.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = blocks[middle].End <= ordinal ? (middle + 1, high) : (low, middle);
        }

        if (low == blocks.Length)
        {
            return null;
        }

        var (first, from) = low == 0 ? (0, 0) : (blocks[low - 1].End, blocks[low - 1].BytesEnd);
        var bytes = Section<byte>(_header.DocumentBytes + from, blocks[low].BytesEnd - from);
        return DocumentPacker.Read(bytes, blocks[low].Length, ordinal - first, Records[ordinal].Id);
    }

    private ReadOnlySpan<byte> Term(int number) => Slice(_header.TermEnds, _header.TermBytes, number);

    /// <summary>Whether vectors are of the model that is asked for.</summary>
    public bool IsOf(ModelVectors model, LikeQuery like) => model.Size == like.Size && Text(model.Name) == like.Model;

    public ReadOnlySpan<int> Ordinals(ModelVectors model) => Section<int>(model.Ordinals, model.Count);

    public ReadOnlySpan<float> Scales(ModelVectors model) => Section<float>(model.Scales, model.Count);

    public ReadOnlySpan<sbyte> Values(ModelVectors model) => Section<sbyte>(model.Values, model.Count * model.Size);

    /// <summary>The ordinal of an asset; null when it is none of here. Records come newest first, so by falling id.</summary>
    public int? Find(string id)
    {
        var wanted = new UInt128(AssetRecord.Digits(id.AsSpan(0, 16)), AssetRecord.Digits(id.AsSpan(16, 16)));
        var records = Records;
        var (low, high) = (0, records.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var there = records[middle].Key;
            if (there == wanted)
            {
                return middle;
            }

            (low, high) = there > wanted ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }

    /// <summary>The number of the first term that is not before this one.</summary>
    private int FirstFrom(ReadOnlySpan<byte> term)
    {
        var (low, high) = (0, _header.Terms);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Term(middle).SequenceCompareTo(term) < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The number of the first term that comes after all that begin so.</summary>
    private int FirstAfter(ReadOnlySpan<byte> prefix)
    {
        var (low, high) = (0, _header.Terms);
        while (low < high)
        {
            var middle = (low + high) / 2;
            var term = Term(middle);
            if (term[..Math.Min(term.Length, prefix.Length)].SequenceCompareTo(prefix) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private int StartOf(int term) => term == 0 ? 0 : EndOf(term - 1);

    private int EndOf(int term) => Section<int>(_header.PostingEnds, _header.Terms)[term];

    private ReadOnlySpan<byte> Slice(int ends, int bytes, int number)
    {
        var all = Section<int>(ends, number + 1);
        var from = number == 0 ? 0 : all[number - 1];
        return _bytes.AsSpan(bytes + from, all[number] - from);
    }

    private ReadOnlySpan<T> Section<T>(int offset, int count)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_bytes.AsSpan(offset, count * Unsafe.SizeOf<T>()));
}
