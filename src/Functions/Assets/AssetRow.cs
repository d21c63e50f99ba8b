using System.Runtime.InteropServices;
using Azure.Data.Tables;
using Magpie.Assets;

namespace Magpie.Functions.Assets;

/// <summary>
/// An asset as a table entity: the document as JSON, beside it the columns that queries filter by, and the embedding. A document that is longer than a column may be goes on in the next
/// ones and begins with a sign that says so, for columns of an earlier, longer one stay when a shorter is merged into the row.
/// </summary>
internal static class AssetRow
{
    public const string State = "State";
    public const string Type = "Type";
    public const string UploadedBy = "UploadedBy";

    private const string Document = "Document";

    /// <summary>In front of a document that goes on; JSON of an asset begins otherwise.</summary>
    private const char GoesOn = '+';

    /// <summary>Characters of a column; Table Storage takes 32,768 (64 KiB of UTF-16).</summary>
    private const int ColumnLength = 32_000;

    /// <summary>Where a document goes on. The longest that the rules let through has some 100,000 characters: every tag and all metadata of signs that JSON escapes.</summary>
    private static readonly string[] Rest = ["Document2", "Document3", "Document4"];

    private const string Embedding = "Embedding";
    private const string EmbeddingModel = "EmbeddingModel";

    /// <summary>The columns a reader needs; the embedding stays where it is.</summary>
    public static readonly string[] Columns = ["PartitionKey", "RowKey", Document, .. Rest];

    /// <summary>The columns that the search index is made from.</summary>
    public static readonly string[] IndexColumns = [.. Columns, EmbeddingModel, Embedding];

    public static TableEntity From(string partition, string row, Asset asset, AssetEmbedding? embedding = null)
    {
        var entity = new TableEntity(partition, row)
        {
            [State] = asset.State.ToName(),
            [Type] = asset.Type.ToName(),
            [UploadedBy] = asset.UploadedBy,
        };
        WriteDocument(entity, AssetDocument.Write(asset));
        if (embedding is not null)
        {
            entity[EmbeddingModel] = embedding.Model;
            entity[Embedding] = MemoryMarshal.AsBytes(embedding.Vector.Span).ToArray();
        }

        return entity;
    }

    public static Asset Read(TableEntity entity) =>
        AssetDocument.Read(ReadDocument(entity) ?? throw NoDocument(entity)) ?? throw NoDocument(entity);

    /// <summary>The vector beside the document; null when there is none. Needs <see cref="IndexColumns"/>.</summary>
    public static AssetEmbedding? ReadEmbedding(TableEntity entity) =>
        entity.GetString(EmbeddingModel) is { } model && entity.GetBinary(Embedding) is { Length: > 0 } bytes && bytes.Length % sizeof(float) == 0
            ? new AssetEmbedding(model, MemoryMarshal.Cast<byte, float>(bytes).ToArray())
            : null;

    /// <summary>Whether a row to write brings an embedding, and with it all columns; without one, merged into what is there, it leaves the embedding as it is.</summary>
    public static bool HasEmbedding(TableEntity entity) => entity.ContainsKey(Embedding);

    private static void WriteDocument(TableEntity entity, string document)
    {
        if (document.Length <= ColumnLength)
        {
            entity[Document] = document;
            return;
        }

        string[] parts = [.. (GoesOn + document).Chunk(ColumnLength).Select(part => new string(part))];
        foreach (var (column, part) in ((string[])[Document, .. Rest]).Zip(parts))
        {
            entity[column] = part;
        }

        // A part of an earlier document would be read as the end of this one.
        foreach (var column in Rest.Skip(parts.Length - 1))
        {
            entity[column] = "";
        }
    }

    private static string? ReadDocument(TableEntity entity)
    {
        var document = entity.GetString(Document);
        return document is [GoesOn, .. var first] ? first + string.Concat(Rest.Select(entity.GetString)) : document;
    }

    private static InvalidDataException NoDocument(TableEntity entity) =>
        new($"Row {entity.RowKey} of the table assets has no document.");
}
