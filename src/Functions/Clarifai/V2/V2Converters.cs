using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>A file that came as base64, decoded as it was read; null where it is none.</summary>
[JsonConverter(typeof(V2BytesConverter))]
public sealed record V2Bytes(ReadOnlyMemory<byte>? Content);

/// <summary>Reads base64 straight from the body, with or without line breaks and the head of a <c>data:</c> URL; never writes it.</summary>
public sealed class V2BytesConverter : JsonConverter<V2Bytes>
{
    private static ReadOnlySpan<byte> DataUrl => "data:"u8;

    public override V2Bytes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException();
        }

        if (!reader.ValueIsEscaped && !reader.HasValueSequence)
        {
            return Decode(reader.ValueSpan);
        }

        // Some clients write each slash as "\/".
        var unescaped = ArrayPool<byte>.Shared.Rent(reader.HasValueSequence ? checked((int)reader.ValueSequence.Length) : reader.ValueSpan.Length);
        try
        {
            return Decode(unescaped.AsSpan(0, reader.CopyString(unescaped)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(unescaped);
        }
    }

    public override void Write(Utf8JsonWriter writer, V2Bytes value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNullValue();
    }

    private static V2Bytes Decode(ReadOnlySpan<byte> base64)
    {
        if (base64.StartsWith(DataUrl))
        {
            base64 = base64[(base64.IndexOf((byte)',') + 1)..];
        }

        // Of the very size: the decoder of pictures takes whole arrays.
        if (base64.IsEmpty || !Base64.IsValid(base64, out var length) || length == 0)
        {
            return new V2Bytes((ReadOnlyMemory<byte>?)null);
        }

        var bytes = GC.AllocateUninitializedArray<byte>(length);
        return Base64.DecodeFromUtf8(base64, bytes, out _, out var written) == OperationStatus.Done && written == length
            ? new V2Bytes(bytes)
            : new V2Bytes((ReadOnlyMemory<byte>?)null);
    }
}

/// <summary>Reads a concept's value: a number, or true and false, as older clients say it.</summary>
public sealed class V2ValueConverter : JsonConverter<double?>
{
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.True => 1,
        JsonTokenType.False => 0,
        JsonTokenType.Null => null,
        JsonTokenType.Number when reader.TryGetDouble(out var value) => value,
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumberValue(value ?? 1);
    }
}
