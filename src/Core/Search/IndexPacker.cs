using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Magpie.Assets;

namespace Magpie.Search;

/// <summary>Packs entries into an index. Entries may be added one by one: what is kept meanwhile is about as large as the index.</summary>
internal sealed class IndexPacker
{
    private readonly DocumentPacker _documents = new();
    private readonly List<AssetRecord> _records = [];
    private readonly Dictionary<string, List<Posting>> _terms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly List<byte[]> _textBytes = [];
    private readonly Dictionary<(string Model, int Size), Block> _models = [];

    public int Count => _records.Count;

    /// <summary>Adds an asset that is older than those before it, with its document.</summary>
    public void Add(IndexEntry entry, Asset document)
    {
        Add(entry);
        _documents.Add(document);
    }

    /// <summary>Adds an asset that is older than those before it. Of an index all assets are added with their documents, or none.</summary>
    public void Add(IndexEntry entry)
    {
        var ordinal = _records.Count;
        if (ordinal > 0 && _records[^1].Key <= entry.Record.Key)
        {
            throw new ArgumentException("Assets are packed newest first, each once.", nameof(entry));
        }

        _records.Add(entry.Record with { Camera = Text(entry.Camera), UploadedBy = Text(entry.UploadedBy) });
        foreach (var term in entry.Terms)
        {
            ref var postings = ref CollectionsMarshal.GetValueRefOrAddDefault(_terms, term.Text, out _);
            (postings ??= new List<Posting>(1)).Add(new Posting(ordinal, term.Field, term.Confidence, 0));
        }

        if (entry.Vector is { } vector)
        {
            ref var block = ref CollectionsMarshal.GetValueRefOrAddDefault(_models, (vector.Model, vector.Values.Length), out _);
            (block ??= new Block()).Add(ordinal, vector);
        }
    }

    /// <summary>The index, with its checksum.</summary>
    /// <exception cref="OverflowException">It would be larger than 2 GiB.</exception>
    public byte[] Pack()
    {
        var models = _models.OrderByDescending(model => model.Value.Ordinals.Count).Take(IndexLayout.MaxModels)
            .Select(model => (Name: Text(model.Key.Model), model.Key.Size, Block: model.Value)).ToList();
        var terms = _terms.Select(term => (Bytes: Encoding.UTF8.GetBytes(term.Key), Postings: term.Value)).ToArray();
        Array.Sort(terms, static (one, other) => one.Bytes.AsSpan().SequenceCompareTo(other.Bytes));
        _documents.Close();
        var header = new IndexHeader
        {
            Magic = IndexLayout.Magic,
            Assets = _records.Count,
            Terms = terms.Length,
            Postings = terms.Sum(term => term.Postings.Count),
            Texts = _textBytes.Count,
            Models = models.Count,
            DocumentBlocks = _documents.Blocks.Length,
        };
        long end = IndexHeader.Size;
        header.Records = Place(ref end, (long)header.Assets * Unsafe.SizeOf<AssetRecord>());
        header.TermEnds = Place(ref end, (long)header.Terms * sizeof(int));
        header.TermBytes = Place(ref end, terms.Sum(term => (long)term.Bytes.Length));
        header.PostingEnds = Place(ref end, (long)header.Terms * sizeof(int));
        header.PostingList = Place(ref end, (long)header.Postings * Unsafe.SizeOf<Posting>());
        header.TextEnds = Place(ref end, (long)header.Texts * sizeof(int));
        header.TextBytes = Place(ref end, _textBytes.Sum(text => (long)text.Length));
        header.ModelList = Place(ref end, (long)header.Models * Unsafe.SizeOf<ModelVectors>());
        header.DocumentBlockList = Place(ref end, (long)header.DocumentBlocks * Unsafe.SizeOf<DocumentBlock>());
        header.DocumentBytes = Place(ref end, _documents.Bytes.Sum(block => (long)block.Length));
        var described = models.ConvertAll(model => new ModelVectors
        {
            Name = model.Name,
            Size = model.Size,
            Count = model.Block.Ordinals.Count,
            Ordinals = Place(ref end, (long)model.Block.Ordinals.Count * sizeof(int)),
            Scales = Place(ref end, (long)model.Block.Ordinals.Count * sizeof(float)),
            Values = Place(ref end, (long)model.Block.Ordinals.Count * model.Size),
        });
        header.End = IndexLayout.Align(end);

        var index = new byte[checked(header.End + IndexLayout.ChecksumBytes)];
        MemoryMarshal.Write(index, header);
        Write(index, header.Records, CollectionsMarshal.AsSpan(_records));
        WriteAll(index, header.TermEnds, header.TermBytes, terms.Select(term => term.Bytes));
        WritePostings(index, header, terms);
        WriteAll(index, header.TextEnds, header.TextBytes, _textBytes);
        Write(index, header.ModelList, CollectionsMarshal.AsSpan(described));
        Write(index, header.DocumentBlockList, _documents.Blocks);
        var at = header.DocumentBytes;
        foreach (var block in _documents.Bytes)
        {
            block.CopyTo(index, at);
            at += block.Length;
        }

        foreach (var (model, (_, size, block)) in described.Zip(models))
        {
            Write(index, model.Ordinals, CollectionsMarshal.AsSpan(block.Ordinals));
            Write(index, model.Scales, CollectionsMarshal.AsSpan(block.Scales));
            block.CopyTo(MemoryMarshal.Cast<byte, sbyte>(index.AsSpan(model.Values, block.Ordinals.Count * size)));
        }

        IndexLayout.Checksum(index.AsSpan(0, header.End), index.AsSpan(header.End));
        return index;
    }

    private static int Place(ref long end, long length)
    {
        var start = IndexLayout.Align(end);
        end = start + length;
        return start;
    }

    private static void Write<T>(byte[] index, int offset, ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values).CopyTo(index.AsSpan(offset));

    private static void WriteAll(byte[] index, int ends, int bytes, IEnumerable<byte[]> texts)
    {
        var (i, end) = (0, 0);
        foreach (var text in texts)
        {
            text.CopyTo(index, bytes + end);
            end += text.Length;
            MemoryMarshal.Write(index.AsSpan(ends + (i++ * sizeof(int))), end);
        }
    }

    private static void WritePostings(byte[] index, IndexHeader header, (byte[] Bytes, List<Posting> Postings)[] terms)
    {
        var end = 0;
        for (var i = 0; i < terms.Length; i++)
        {
            var postings = CollectionsMarshal.AsSpan(terms[i].Postings);
            Write<Posting>(index, header.PostingList + (end * Unsafe.SizeOf<Posting>()), postings);
            end += postings.Length;
            MemoryMarshal.Write(index.AsSpan(header.PostingEnds + (i * sizeof(int))), end);
        }
    }

    private int Text(string? text)
    {
        if (text is null)
        {
            return -1;
        }

        if (!_texts.TryGetValue(text, out var number))
        {
            _texts[text] = number = _textBytes.Count;
            _textBytes.Add(Encoding.UTF8.GetBytes(text));
        }

        return number;
    }

    /// <summary>Vectors of one model in pieces, so that growing copies none of them.</summary>
    private sealed class Block
    {
        private const int PieceVectors = 1024;

        private readonly List<sbyte[]> _pieces = [];

        public List<int> Ordinals { get; } = [];

        public List<float> Scales { get; } = [];

        public void Add(int ordinal, QuantizedVector vector)
        {
            var within = Ordinals.Count % PieceVectors;
            if (within == 0)
            {
                _pieces.Add(new sbyte[(_pieces.Count == 0 ? 16 : PieceVectors) * vector.Values.Length]);
            }

            var needed = (within + 1) * vector.Values.Length;
            if (_pieces[^1].Length < needed)
            {
                var piece = _pieces[^1];
                Array.Resize(ref piece, Math.Min(PieceVectors * vector.Values.Length, piece.Length * 4));
                _pieces[^1] = piece;
            }

            vector.Values.CopyTo(_pieces[^1], within * vector.Values.Length);
            Ordinals.Add(ordinal);
            Scales.Add(vector.Scale);
        }

        public void CopyTo(Span<sbyte> values)
        {
            foreach (var piece in _pieces)
            {
                var part = piece.AsSpan(0, Math.Min(piece.Length, values.Length));
                part.CopyTo(values);
                values = values[part.Length..];
            }
        }
    }
}
