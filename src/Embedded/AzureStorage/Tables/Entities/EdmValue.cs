using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>
/// Single values as OData JSON: what JSON cannot tell apart goes as a string with a type beside it, <c>"Views@odata.type":"Edm.Int64",
/// "Views":"1"</c>.
/// </summary>
internal static class EdmValue
{
    public const string Int64 = "Edm.Int64";
    public const string Double = "Edm.Double";
    public const string DateTime = "Edm.DateTime";
    public const string Guid = "Edm.Guid";
    public const string Binary = "Edm.Binary";

    /// <summary>Writes a property of a dictionary entity; null writes nothing.</summary>
    public static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null: break;
            case string text: json.WriteString(name, text); break;
            case bool flag: json.WriteBoolean(name, flag); break;
            case int number: json.WriteNumber(name, number); break;
            case long number: WriteInt64(json, name, number); break;
            case double number: WriteDouble(json, name, number); break;
            case float number: WriteDouble(json, name, number); break;
            case DateTimeOffset time: WriteDateTime(json, name, time); break;
            case System.DateTime time: WriteDateTime(json, name, Utc(time)); break;
            case System.Guid guid: WriteGuid(json, name, guid); break;
            case byte[] bytes: WriteBinary(json, name, bytes); break;
            case BinaryData data: WriteBinary(json, name, data.ToMemory().Span); break;
            case Enum constant: json.WriteString(name, constant.ToString()); break;
            default: throw new NotSupportedException($"Property {name} has type {value.GetType()}, which a table cannot hold.");
        }
    }

    public static void WriteInt64(Utf8JsonWriter json, string name, long value)
    {
        WriteType(json, name, Int64);
        Span<char> text = stackalloc char[20];
        value.TryFormat(text, out var length, provider: CultureInfo.InvariantCulture);
        json.WriteString(name, text[..length]);
    }

    public static void WriteDouble(Utf8JsonWriter json, string name, double value)
    {
        WriteType(json, name, Double);
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
        }
    }

    public static void WriteDateTime(Utf8JsonWriter json, string name, DateTimeOffset value)
    {
        WriteType(json, name, DateTime);
        json.WriteString(name, value.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }

    public static void WriteGuid(Utf8JsonWriter json, string name, System.Guid value)
    {
        WriteType(json, name, Guid);
        json.WriteString(name, value);
    }

    public static void WriteBinary(Utf8JsonWriter json, string name, ReadOnlySpan<byte> value)
    {
        WriteType(json, name, Binary);
        json.WriteBase64String(name, value);
    }

    /// <summary>Reads the value the reader is at; a type from beside it says what a string stands for.</summary>
    public static object? Read(ref Utf8JsonReader json, string? type) => json.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.Number => ReadNumber(ref json, type),
        JsonTokenType.String => FromString(json.GetString()!, type),
        _ => throw new JsonException("An entity's property is an object or a list."),
    };

    /// <summary>What a string of a given type stands for.</summary>
    public static object FromString(string text, string? type) => type switch
    {
        Int64 => long.Parse(text, CultureInfo.InvariantCulture),
        Double => double.Parse(text, CultureInfo.InvariantCulture),
        DateTime => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        Guid => System.Guid.Parse(text),
        Binary => Convert.FromBase64String(text),
        _ => text,
    };

    /// <summary>A time of no zone counts as UTC, as in the vendor's library.</summary>
    private static DateTimeOffset Utc(System.DateTime time) =>
        time.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(time, TimeSpan.Zero) : new DateTimeOffset(time);

    private static object ReadNumber(ref Utf8JsonReader json, string? type) =>
        type switch
        {
            Double => json.GetDouble(),
            Int64 => json.GetInt64(),
            _ when json.TryGetInt32(out var number) && !json.ValueSpan.ContainsAny(".eE"u8) => number,
            _ => (object)json.GetDouble(),
        };

    private static void WriteType(Utf8JsonWriter json, string name, string type)
    {
        Span<char> property = stackalloc char[name.Length + "@odata.type".Length];
        name.CopyTo(property);
        "@odata.type".CopyTo(property[name.Length..]);
        json.WriteString(property, type);
    }
}
