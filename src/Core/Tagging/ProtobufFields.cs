namespace Magpie.Tagging;

/// <summary>Steps over the fields of one protobuf message; stops at the first byte that makes no sense.</summary>
internal ref struct ProtobufFields(ReadOnlySpan<byte> message)
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The field's number.</summary>
    public int Number { get; private set; }

    /// <summary>Whether <see cref="Content"/> is the field's: a message, text or bytes.</summary>
    public bool IsMessage { get; private set; }

    /// <summary>The bytes of a message, text or bytes field.</summary>
    public ReadOnlySpan<byte> Content { get; private set; }

    /// <summary>Whether every byte was understood.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Moves to the next field; false at the end, or where the bytes are broken.</summary>
    public bool Next()
    {
        if (_rest.IsEmpty || !TryVarint(_rest, out var tag, out var used) || tag >> 3 is 0 or > int.MaxValue)
        {
            return false;
        }

        var rest = _rest[used..];
        (Number, IsMessage) = ((int)(tag >> 3), false);
        switch ((int)(tag & 7))
        {
            case Varint when TryVarint(rest, out _, out var length):
                _rest = rest[length..];
                return true;
            case Fixed64 when rest.Length >= sizeof(ulong):
                _rest = rest[sizeof(ulong)..];
                return true;
            case Fixed32 when rest.Length >= sizeof(uint):
                _rest = rest[sizeof(uint)..];
                return true;
            case LengthDelimited when TryVarint(rest, out var size, out var length) && size <= (ulong)(rest.Length - length):
                Content = rest.Slice(length, (int)size);
                IsMessage = true;
                _rest = rest[(length + (int)size)..];
                return true;
            default:
                return false;
        }
    }

    private static bool TryVarint(ReadOnlySpan<byte> bytes, out ulong value, out int used)
    {
        const int most = 10;
        value = 0;
        for (used = 0; used < bytes.Length && used < most; used++)
        {
            value |= (ulong)(bytes[used] & 0x7F) << (7 * used);
            if (bytes[used] < 0x80)
            {
                used++;
                return true;
            }
        }

        return false;
    }
}
