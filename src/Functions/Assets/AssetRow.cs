using System.Runtime.InteropServices;
using Azure.Data.Tables;
using Magpie.Assets;

namespace Magpie.Functions.Assets;

/// <summary>An asset as a table entity: the document as JSON, beside it the columns that queries filter by, and the embedding.</summary>
internal static class AssetRow
{
    public const string Document = "Document";
    public const string State = "State";
    public const string Type = "Type";
    public const string UploadedBy = "UploadedBy";

    private const string Embedding = "Embedding";
    private const string EmbeddingModel = "EmbeddingModel";

    /// <summary>The columns a reader needs; the embedding stays where it is.</summary>
    public static readonly string[] Columns = ["PartitionKey", "RowKey", Document];

    /// <summary>The columns that the search index is made from.</summary>
    public static readonly string[] IndexColumns = [.. Columns, EmbeddingModel, Embedding];

    public static TableEntity From(string partition, string row, Asset asset, AssetEmbedding? embedding = null)
    {
        var entity = new TableEntity(partition, row)
        {
            [State] = asset.State.ToName(),
            [Type] = asset.Type.ToName(),
            [UploadedBy] = asset.UploadedBy,
            [Document] = AssetDocument.Write(asset),
        };
        if (embedding is not null)
        {
            entity[EmbeddingModel] = embedding.Model;
            entity[Embedding] = MemoryMarshal.AsBytes(embedding.Vector.Span).ToArray();
        }

        return entity;
    }

    public static Asset Read(TableEntity entity) =>
        AssetDocument.Read(entity.GetString(Document) ?? throw NoDocument(entity)) ?? throw NoDocument(entity);

    /// <summary>The vector beside the document; null when there is none. Needs <see cref="IndexColumns"/>.</summary>
    public static AssetEmbedding? ReadEmbedding(TableEntity entity) =>
        entity.GetString(EmbeddingModel) is { } model && entity.GetBinary(Embedding) is { Length: > 0 } bytes && bytes.Length % sizeof(float) == 0
            ? new AssetEmbedding(model, MemoryMarshal.Cast<byte, float>(bytes).ToArray())
            : null;

    /// <summary>Whether a row to write brings an embedding, and with it all columns; without one, merged into what is there, it leaves the embedding as it is.</summary>
    public static bool HasEmbedding(TableEntity entity) => entity.ContainsKey(Embedding);

    private static InvalidDataException NoDocument(TableEntity entity) =>
        new($"Row {entity.RowKey} of the table assets has no document.");
}
