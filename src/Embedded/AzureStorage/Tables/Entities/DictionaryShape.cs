using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>The shape of <see cref="TableEntity"/>: whatever is in it.</summary>
internal sealed class DictionaryShape : EntityShape
{
    private const string TypeSuffix = "@odata.type";

    public static DictionaryShape Instance { get; } = new();

    public override void Write(Utf8JsonWriter json, ITableEntity entity)
    {
        json.WriteStartObject();
        foreach (var (name, value) in ((TableEntity)entity).Properties)
        {
            if (name is not ("Timestamp" or "odata.etag"))
            {
                EdmValue.Write(json, name, value);
            }
        }

        json.WriteEndObject();
    }

    /// <summary>Reads the object the reader is at the start of.</summary>
    public static TableEntity Read(ref Utf8JsonReader json)
    {
        var entity = new TableEntity();
        string? typedName = null;
        string? type = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (name.EndsWith(TypeSuffix, StringComparison.Ordinal))
            {
                (typedName, type) = (name[..^TypeSuffix.Length], json.GetString());
                if (entity[typedName] is string early)
                {
                    entity[typedName] = EdmValue.FromString(early, type);
                }
            }
            else if (name == "Timestamp")
            {
                entity.Timestamp = EdmType<DateTimeOffset>.Read(ref json);
            }
            else if (name == "odata.etag" || !name.StartsWith("odata.", StringComparison.Ordinal))
            {
                entity[name] = EdmValue.Read(ref json, name == typedName ? type : null);
            }
        }

        return entity;
    }
}
