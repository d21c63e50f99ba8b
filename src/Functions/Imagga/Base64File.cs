using System.Buffers;
using System.Buffers.Text;
using Magpie.Functions.Multipart;

namespace Magpie.Functions.Imagga;

/// <summary>Decodes a file that arrives in base64 (RFC 4648, section 4; white space and a <c>data:…,</c> before it are passed over) piece by piece.</summary>
/// <param name="file">Gets what is decoded.</param>
internal sealed class Base64File(ReceivedFile file)
{
    /// <summary>Bytes before the comma of <c>data:image/jpeg;base64,</c>.</summary>
    private const int MaxScheme = 128;

    private const int Quantum = 4;

    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    private readonly byte[] _scheme = new byte[MaxScheme];
    private int _schemeBytes;
    private bool _isBegun;
    private byte[] _encoded = [];
    private int _held;

    /// <summary>Takes what came; false when it is not base64.</summary>
    public async ValueTask<bool> AppendAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        if (!_isBegun)
        {
            return await BeginAsync(text, isLast: false, cancellationToken);
        }

        Hold(text.Span);

        // The last four may be the last of all, which alone may be filled up with "=".
        var whole = _held > Quantum ? (_held - 1) / Quantum * Quantum : 0;
        return await DecodeAsync(whole, isLast: false, cancellationToken);
    }

    /// <summary>Ends the file; false when it is not whole.</summary>
    public async ValueTask<bool> EndAsync(CancellationToken cancellationToken) =>
        (_isBegun || await BeginAsync(default, isLast: true, cancellationToken)) && await DecodeAsync(_held, isLast: true, cancellationToken);

    /// <summary>Gathers the first bytes until it is clear what they are.</summary>
    private async ValueTask<bool> BeginAsync(ReadOnlyMemory<byte> text, bool isLast, CancellationToken cancellationToken)
    {
        var taken = Math.Min(MaxScheme - _schemeBytes, text.Length);
        text.Span[..taken].CopyTo(_scheme.AsSpan(_schemeBytes));
        _schemeBytes += taken;
        var first = _scheme.AsMemory(0, _schemeBytes);
        if (first.Span.TrimStart(" \t\r\n"u8).StartsWith("data:"u8))
        {
            var comma = first.Span.IndexOf((byte)',');
            if (comma < 0)
            {
                return !isLast && _schemeBytes < MaxScheme;
            }

            first = first[(comma + 1)..];
        }
        else if (_schemeBytes < MaxScheme && !isLast)
        {
            return true;
        }

        _isBegun = true;
        return await AppendAsync(first, cancellationToken) && await AppendAsync(text[taken..], cancellationToken);
    }

    private void Hold(ReadOnlySpan<byte> text)
    {
        if (_encoded.Length < _held + text.Length)
        {
            Array.Resize(ref _encoded, _held + text.Length);
        }

        while (!text.IsEmpty)
        {
            var run = text.IndexOfAny(WhiteSpace);
            var part = run < 0 ? text : text[..run];
            part.CopyTo(_encoded.AsSpan(_held));
            _held += part.Length;
            text = run < 0 ? default : text[(run + 1)..];
        }
    }

    private async ValueTask<bool> DecodeAsync(int length, bool isLast, CancellationToken cancellationToken)
    {
        var decoded = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(length) + Quantum);
        try
        {
            if (Base64.DecodeFromUtf8(_encoded.AsSpan(0, length), decoded, out _, out var written, isLast) != OperationStatus.Done)
            {
                return false;
            }

            await file.AppendAsync(decoded.AsMemory(0, written), cancellationToken);
            _encoded.AsSpan(length, _held - length).CopyTo(_encoded);
            _held -= length;
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(decoded);
        }
    }
}
