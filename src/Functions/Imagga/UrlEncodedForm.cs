using System.Buffers;
using System.Text;

namespace Magpie.Functions.Imagga;

/// <summary>
/// Reads a form (application/x-www-form-urlencoded) as it arrives, a field after the other, so that a value may be of any length: a reader that
/// holds every value as text would hold an image in base64 twice over.
/// </summary>
/// <param name="body">What is read; stays open.</param>
/// <param name="maxName">Bytes of a field's name.</param>
internal sealed class UrlEncodedForm(Stream body, int maxName) : IDisposable
{
    private const int BufferBytes = 16 * 1024;
    private const int EscapeBytes = 3;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _at;
    private int _end;
    private bool _isEnded;
    private bool _hasValue;

    /// <summary>Goes to the next field; null when there is none. What was not read of a value is passed over.</summary>
    /// <exception cref="InvalidDataException">The name is too long.</exception>
    public async Task<string?> NextAsync(CancellationToken cancellationToken)
    {
        var name = new byte[maxName + 1];
        while (_hasValue && await ReadAsync(name, isPlusSpace: false, cancellationToken) > 0)
        {
        }

        while (_at < _end || await FillAsync(cancellationToken))
        {
            var length = await DecodeAsync(name, isName: true, isPlusSpace: true, cancellationToken);
            if (length > maxName)
            {
                throw new InvalidDataException("A name is too long.");
            }

            var separator = _at < _end ? _buffer[_at++] : (byte)'&';
            _hasValue = separator == '=';
            if (length > 0 || _hasValue)
            {
                return Encoding.UTF8.GetString(name, 0, length);
            }
        }

        return null;
    }

    /// <summary>Reads on in the value of the field; 0 at its end.</summary>
    /// <param name="isPlusSpace">As forms mean it; in base64 a plus is one that nobody escaped.</param>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, bool isPlusSpace, CancellationToken cancellationToken)
    {
        var length = _hasValue ? await DecodeAsync(destination, isName: false, isPlusSpace, cancellationToken) : 0;
        if (_hasValue && length == 0)
        {
            _hasValue = false;
            _at = Math.Min(_at + 1, _end);
        }

        return length;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>Decodes up to a separator, which stays, or as much as there is room for.</summary>
    private async ValueTask<int> DecodeAsync(Memory<byte> destination, bool isName, bool isPlusSpace, CancellationToken cancellationToken)
    {
        var length = 0;
        while (length < destination.Length)
        {
            var isCut = _at == _end || (_buffer[_at] == '%' && _end - _at < EscapeBytes);
            if (isCut && !await FillAsync(cancellationToken) && _at == _end)
            {
                break;
            }

            if (_buffer[_at] == '&' || (isName && _buffer[_at] == '='))
            {
                break;
            }

            length += Decode(destination.Span[length..], isName, isPlusSpace);
        }

        return length;
    }

    private int Decode(Span<byte> destination, bool isName, bool isPlusSpace)
    {
        var length = 0;
        while (length < destination.Length && _at < _end)
        {
            var next = _buffer[_at];
            if (next == '&' || (isName && next == '=') || (next == '%' && _end - _at < EscapeBytes && !_isEnded))
            {
                break;
            }

            var isEscape = next == '%' && _end - _at >= EscapeBytes && char.IsAsciiHexDigit((char)_buffer[_at + 1]) && char.IsAsciiHexDigit((char)_buffer[_at + 2]);
            destination[length++] = isEscape ? (byte)((Hex(_buffer[_at + 1]) << 4) | Hex(_buffer[_at + 2])) : next == '+' && isPlusSpace ? (byte)' ' : next;
            _at += isEscape ? EscapeBytes : 1;
        }

        return length;
    }

    private static int Hex(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    /// <summary>Reads more behind what is left; false when nothing more comes.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
        (_at, _end) = (0, _end - _at);
        var read = _isEnded ? 0 : await body.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _isEnded = read == 0;
        _end += read;
        return read > 0;
    }
}
