using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables.Entities;

/// <summary>Entities to and from the JSON of requests and answers.</summary>
internal static class EntityJson
{
    /// <summary>Longest property name, by the service's rules, with room for an annotation.</summary>
    public const int MaxNameChars = 300;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        // The body is JSON for a storage service, never part of a page: only what JSON needs is escaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static RequestContent Content(ITableEntity entity)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        Write(buffer, entity);
        return RequestContent.Create(buffer.WrittenMemory);
    }

    public static void Write(IBufferWriter<byte> buffer, ITableEntity entity)
    {
        using var json = new Utf8JsonWriter(buffer, WriterOptions);
        EntityShape.Of(entity).Write(json, entity);
    }

    /// <summary>Reads the one entity of an answer.</summary>
    public static T ReadOne<T>(Response response)
        where T : class, ITableEntity
    {
        var json = new Utf8JsonReader(response.Content.ToMemory().Span);
        json.Read();
        return Read<T>(ref json);
    }

    /// <summary>Reads the entities of a query's answer.</summary>
    public static List<T> ReadMany<T>(Response response)
        where T : class, ITableEntity
    {
        List<T> entities = [];
        var json = new Utf8JsonReader(response.Content.ToMemory().Span);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isValue = json.ValueTextEquals("value"u8);
            json.Read();
            if (!isValue || json.TokenType != JsonTokenType.StartArray)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
            {
                entities.Add(Read<T>(ref json));
            }
        }

        return entities;
    }

    private static T Read<T>(ref Utf8JsonReader json)
        where T : class, ITableEntity =>
        typeof(T) == typeof(TableEntity) || typeof(T) == typeof(ITableEntity)
            ? (T)(ITableEntity)DictionaryShape.Read(ref json)
            : ClassShape<T>.Instance.Read(ref json);
}
