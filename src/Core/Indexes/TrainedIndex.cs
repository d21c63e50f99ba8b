using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Magpie.Indexes;

/// <summary>
/// What searches of an index read: its vectors as they were when it was trained, in one file. Immutable.
/// </summary>
/// <remarks>
/// The file: <c>MGPI</c>, version, count and time; for each vector its three names and its float32 numbers; a SHA-256 of all before it. Little endian.
/// </remarks>
public sealed class TrainedIndex
{
    /// <summary>Numbers of a vector, at most.</summary>
    public const int MaxDimension = 4096;

    private const uint Magic = 0x4950474D;
    private const int Version = 1;

    private readonly FrozenSet<(string Group, string Id)> _names;
    private readonly FrozenSet<string> _groups;

    private TrainedIndex(IReadOnlyList<IndexedVector> vectors, DateTimeOffset trainedAt, long bytes)
    {
        (Vectors, TrainedAt, Bytes) = (vectors, trainedAt, bytes);
        _names = vectors.Select(vector => (vector.Group, vector.Id)).ToFrozenSet();
        _groups = vectors.Select(vector => vector.Group).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>In the order they were packed in.</summary>
    public IReadOnlyList<IndexedVector> Vectors { get; }

    public DateTimeOffset TrainedAt { get; }

    /// <summary>Of the file; about what it takes in memory.</summary>
    public long Bytes { get; }

    /// <summary>Every group that has a vector.</summary>
    public IReadOnlyCollection<string> Groups => _groups;

    public bool Contains(string group, string id) => _names.Contains((group, id));

    public bool ContainsGroup(string group) => _groups.Contains(group);

    /// <summary>The file.</summary>
    public static ReadOnlyMemory<byte> Pack(IReadOnlyCollection<IndexedVector> vectors, DateTimeOffset trainedAt)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        using var file = new MemoryStream(vectors.Sum(vector => (vector.Vector.Length * sizeof(float)) + 64) + 64);
        using (var writer = new BinaryWriter(file, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(Version);
            writer.Write(vectors.Count);
            writer.Write(trainedAt.ToUnixTimeMilliseconds());
            foreach (var vector in vectors)
            {
                writer.Write(vector.Id);
                writer.Write(vector.Group);
                writer.Write(vector.Model);
                writer.Write(vector.Vector.Length);
                writer.Write(MemoryMarshal.AsBytes(vector.Vector.Span));
            }
        }

        file.Write(SHA256.HashData(file.GetBuffer().AsSpan(0, (int)file.Length)));
        return file.GetBuffer().AsMemory(0, (int)file.Length);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is not what <see cref="Pack"/> wrote.</exception>
    public static TrainedIndex Read(ReadOnlyMemory<byte> file)
    {
        var body = file.Length - SHA256.HashSizeInBytes;
        if (body <= 0 || !SHA256.HashData(file.Span[..body]).AsSpan().SequenceEqual(file.Span[body..]))
        {
            throw new InvalidDataException("The index is damaged. Train it again.");
        }

        var isArray = MemoryMarshal.TryGetArray(file[..body], out var bytes);
        using var reader = new BinaryReader(
            isArray ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false) : new MemoryStream(file[..body].ToArray(), writable: false), Encoding.UTF8);
        if (reader.ReadUInt32() != Magic || reader.ReadInt32() != Version)
        {
            throw new InvalidDataException("The index was written by another version. Train it again.");
        }

        var vectors = new IndexedVector[reader.ReadInt32()];
        var trainedAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64());
        var models = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < vectors.Length; i++)
        {
            var (id, group, model) = (reader.ReadString(), reader.ReadString(), reader.ReadString());
            CollectionsMarshal.GetValueRefOrAddDefault(models, model, out _) ??= model;
            var vector = new float[reader.ReadInt32()];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(vector.AsSpan()));
            vectors[i] = new(id, group, models[model], vector);
        }

        return new(vectors, trainedAt, file.Length);
    }
}
