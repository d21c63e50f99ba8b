using System.Text.Json;
using System.Xml;
using Azure.Core;

namespace Azure.Storage.Common;

/// <summary>Reads code and message of an error: the header x-ms-error-code, an XML body (blobs, queues) or an OData JSON body (tables).</summary>
internal sealed class StorageErrorParser : RequestFailedDetailsParser
{
    /// <summary>An error body longer than this is not looked at.</summary>
    private const int MaxBodyBytes = 64 * 1024;

    public override bool TryParse(Response response, out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        var (code, message) = ParseBody(response);
        if (response.Headers.TryGetValue("x-ms-error-code", out var header))
        {
            code = header;
        }

        error = code is null ? null : new ResponseError(code, message ?? response.ReasonPhrase);
        return error is not null;
    }

    /// <summary>Code and message of an OData error, or nulls.</summary>
    public static (string? Code, string? Message) ParseJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("odata.error", out var error))
            {
                var message = error.TryGetProperty("message", out var text)
                    ? text.ValueKind == JsonValueKind.Object && text.TryGetProperty("value", out var value) ? value.ToString() : text.ToString()
                    : null;
                return (error.TryGetProperty("code", out var code) ? code.ToString() : null, message);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No error body of ours: a proxy's page, half an answer. The status says enough.
        }

        return (null, null);
    }

    private static (string? Code, string? Message) ParseBody(Response response)
    {
        if (response.ContentStream is not MemoryStream { Length: > 0 and <= MaxBodyBytes } stream)
        {
            return (null, null);
        }

        var body = stream.ToArray();
        var type = response.Headers.ContentType ?? "";
        return type.Contains("json", StringComparison.OrdinalIgnoreCase) ? ParseJson(body)
            : type.Contains("xml", StringComparison.OrdinalIgnoreCase) ? ParseXml(body)
            : (null, null);
    }

    private static (string? Code, string? Message) ParseXml(byte[] body)
    {
        string? code = null;
        string? message = null;
        try
        {
            using var xml = StorageXml.Reader(body);
            xml.MoveToContent();
            xml.Read();
            while (!xml.EOF)
            {
                if (xml.NodeType != XmlNodeType.Element)
                {
                    xml.Read();
                }
                else if (xml.LocalName.Equals("Code", StringComparison.OrdinalIgnoreCase))
                {
                    code = xml.ReadElementContentAsString();
                }
                else if (xml.LocalName.Equals("Message", StringComparison.OrdinalIgnoreCase))
                {
                    message = xml.ReadElementContentAsString();
                }
                else
                {
                    xml.Skip();
                }
            }
        }
        catch (XmlException)
        {
            // As above.
        }

        return (code, message);
    }
}
