using System.Globalization;
using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>Values of a property whose .NET type is known; the branches on it cost nothing once compiled.</summary>
internal static class EdmType<T>
{
    /// <summary>Whether a table can hold the type.</summary>
    public static bool IsSupported { get; } = Supports(Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T));

    public static void Write(Utf8JsonWriter json, string name, T value)
    {
        if (typeof(T) == typeof(int))
        {
            json.WriteNumber(name, (int)(object)value!);
        }
        else if (typeof(T) == typeof(long))
        {
            EdmValue.WriteInt64(json, name, (long)(object)value!);
        }
        else if (typeof(T) == typeof(double))
        {
            EdmValue.WriteDouble(json, name, (double)(object)value!);
        }
        else if (typeof(T) == typeof(bool))
        {
            json.WriteBoolean(name, (bool)(object)value!);
        }
        else if (typeof(T) == typeof(DateTimeOffset))
        {
            EdmValue.WriteDateTime(json, name, (DateTimeOffset)(object)value!);
        }
        else
        {
            EdmValue.Write(json, name, value);
        }
    }

    public static T Read(ref Utf8JsonReader json)
    {
        if (typeof(T) == typeof(string))
        {
            return (T)(object)(json.TokenType == JsonTokenType.String ? json.GetString()! : EdmValue.Read(ref json, type: null)!.ToString()!);
        }

        if (typeof(T) == typeof(int) || typeof(T) == typeof(int?))
        {
            return (T)(object)json.GetInt32();
        }

        if (typeof(T) == typeof(long) || typeof(T) == typeof(long?))
        {
            return (T)(object)Int64(ref json);
        }

        if (typeof(T) == typeof(double) || typeof(T) == typeof(double?))
        {
            return (T)(object)Double(ref json);
        }

        if (typeof(T) == typeof(float) || typeof(T) == typeof(float?))
        {
            return (T)(object)(float)Double(ref json);
        }

        if (typeof(T) == typeof(bool) || typeof(T) == typeof(bool?))
        {
            return (T)(object)json.GetBoolean();
        }

        if (typeof(T) == typeof(DateTimeOffset) || typeof(T) == typeof(DateTimeOffset?))
        {
            return (T)(object)Time(ref json);
        }

        if (typeof(T) == typeof(DateTime) || typeof(T) == typeof(DateTime?))
        {
            return (T)(object)Time(ref json).UtcDateTime;
        }

        return Rare(ref json);
    }

    private static T Rare(ref Utf8JsonReader json)
    {
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        return (T)(type == typeof(Guid) ? json.GetGuid()
            : type == typeof(byte[]) ? json.GetBytesFromBase64()
            : type == typeof(BinaryData) ? BinaryData.FromBytes(json.GetBytesFromBase64())
            : type.IsEnum ? Constant(ref json, type)
            : throw new NotSupportedException($"A table cannot hold a {type}."));
    }

    private static bool Supports(Type type) =>
        type.IsEnum || type == typeof(string) || type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(float)
        || type == typeof(bool) || type == typeof(DateTimeOffset) || type == typeof(DateTime) || type == typeof(Guid) || type == typeof(byte[])
        || type == typeof(BinaryData);

    private static long Int64(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.String ? long.Parse(json.GetString()!, CultureInfo.InvariantCulture) : json.GetInt64();

    private static double Double(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.String ? double.Parse(json.GetString()!, CultureInfo.InvariantCulture) : json.GetDouble();

    private static DateTimeOffset Time(ref Utf8JsonReader json) =>
        json.TryGetDateTimeOffset(out var time)
            ? time
            : DateTimeOffset.Parse(json.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static object Constant(ref Utf8JsonReader json, Type type) =>
        json.TokenType == JsonTokenType.Number ? Enum.ToObject(type, json.GetInt64()) : Enum.Parse(type, json.GetString()!);
}
