using Magpie.Assets;

namespace Magpie.Search;

/// <summary>What the index keeps of one asset, ready to be packed.</summary>
internal sealed class IndexEntry
{
    private IndexEntry(Asset asset, IReadOnlyList<IndexTerm> terms, QuantizedVector? vector)
    {
        (Id, Camera, UploadedBy, Terms, Vector) = (asset.Id, asset.Camera, asset.UploadedBy, terms, vector);
        Record = AssetRecord.Of(asset, -1, -1);
    }

    public string Id { get; }

    public string? Camera { get; }

    public string UploadedBy { get; }

    /// <summary>Without the numbers of texts.</summary>
    public AssetRecord Record { get; }

    public IReadOnlyList<IndexTerm> Terms { get; }

    public QuantizedVector? Vector { get; }

    /// <summary>Bytes in memory, about: each term is an object of its own.</summary>
    public long Size => 256 + Terms.Sum(static term => 40L + (term.Text.Length * sizeof(char))) + (Vector?.Values.Length ?? 0);

    public static IndexEntry Of(IndexedAsset indexed)
    {
        QuantizedVector? vector = null;
        if (indexed.Embedding is { Vector.Length: > 0 and <= QuantizedVector.MaxSize } embedding)
        {
            var values = new sbyte[embedding.Vector.Length];
            vector = new(embedding.Model, Int8Quantizer.Quantize(embedding.Vector.Span, values), values);
        }

        return new(indexed.Asset, AssetTerms.Of(indexed.Asset), vector);
    }
}

/// <summary>A vector in 8 bits a number.</summary>
/// <param name="Model"><c>id@version</c>.</param>
/// <param name="Scale">What a step of one is worth.</param>
internal sealed record QuantizedVector(string Model, float Scale, sbyte[] Values)
{
    /// <summary>Numbers of a vector at most.</summary>
    public const int MaxSize = 4096;
}
