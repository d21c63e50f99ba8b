using System.Buffers;
using System.Globalization;
using System.Text;
using Azure.Core;

namespace Azure.Storage.Common;

/// <summary>
/// The string that Shared Key signs for blobs and queues, as UTF-8 in a pooled buffer: method, eleven standard headers, the x-ms headers
/// in order, the resource with its decoded query (learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key).
/// </summary>
internal ref struct StringToSign
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1024);
    private int _length;

    public StringToSign(string account, Request request)
    {
        var headers = request.Headers;
        Line(request.Method.Method);
        Line(Header(headers, "Content-Encoding"));
        Line(Header(headers, "Content-Language"));
        Line(request.Content is { } content && content.TryComputeLength(out var length) && length != 0
            ? length.ToString(CultureInfo.InvariantCulture)
            : "");
        Line(Header(headers, "Content-MD5"));
        Line(Header(headers, "Content-Type"));
        Line(""); // Date: x-ms-date is signed with the x-ms headers
        Line(Header(headers, "If-Modified-Since"));
        Line(Header(headers, "If-Match"));
        Line(Header(headers, "If-None-Match"));
        Line(Header(headers, "If-Unmodified-Since"));
        Line(Header(headers, "Range"));
        CanonicalizedHeaders(headers);
        var uri = request.Uri.ToUri();
        Append("/");
        Append(account);
        Append(uri.AbsolutePath);
        CanonicalizedQuery(uri.Query);
    }

    public readonly ReadOnlySpan<byte> Utf8 => _buffer.AsSpan(0, _length);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private static string Header(RequestHeaders headers, string name) => headers.TryGetValue(name, out var value) ? value : "";

    private void CanonicalizedHeaders(RequestHeaders headers)
    {
        var signed = new List<KeyValuePair<string, string>>(12);
        foreach (var header in headers)
        {
            if (header.Name.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
            {
                signed.Add(new(header.Name.ToLowerInvariant(), header.Value));
            }
        }

        signed.Sort(static (x, y) => HeaderOrder.Compare(x.Key, y.Key));
        foreach (var (name, value) in signed)
        {
            Append(name);
            Append(":");
            Append(value.AsSpan().Trim());
            Append("\n");
        }
    }

    private void CanonicalizedQuery(string query)
    {
        if (query.Length <= 1)
        {
            return;
        }

        var parameters = new List<KeyValuePair<string, string>>(8);
        foreach (var pair in query[1..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? "" : pair[(equals + 1)..];
            parameters.Add(new(Uri.UnescapeDataString(name).ToLowerInvariant(), Uri.UnescapeDataString(value)));
        }

        parameters.Sort(static (x, y) => string.CompareOrdinal(x.Key, y.Key));
        foreach (var (name, value) in parameters)
        {
            Append("\n");
            Append(name);
            Append(":");
            Append(value);
        }
    }

    private void Line(string text)
    {
        Append(text);
        Append("\n");
    }

    private void Append(ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_buffer.Length - _length < most)
        {
            var larger = ArrayPool<byte>.Shared.Rent((_length + most) * 2);
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        _length += Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length));
    }
}
