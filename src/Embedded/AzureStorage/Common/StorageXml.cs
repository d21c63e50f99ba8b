using System.Globalization;
using System.Text;
using System.Xml;
using Azure.Core;

namespace Azure.Storage.Common;

/// <summary>The services' small XML documents, read and written without a tree; no DTD, no entities, a bound on size.</summary>
internal static class StorageXml
{
    /// <summary>A page of 5,000 blobs with full metadata (8 KiB each) stays below this.</summary>
    private const long MaxCharacters = 128L * 1024 * 1024;

    private static readonly XmlReaderSettings ReaderSettings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = MaxCharacters,
    };

    private static readonly XmlWriterSettings WriterSettings = new()
    {
        Encoding = new UTF8Encoding(false),

        // A carriage return in a message would come back as a line feed.
        NewLineHandling = NewLineHandling.Entitize,
    };

    public static XmlReader Reader(byte[] body) => XmlReader.Create(new MemoryStream(body, writable: false), ReaderSettings);

    /// <summary>A reader at the root element of a buffered answer.</summary>
    public static XmlReader Reader(Response response)
    {
        var xml = XmlReader.Create(response.Content.ToStream(), ReaderSettings);
        xml.MoveToContent();
        return xml;
    }

    /// <summary>Calls <paramref name="child"/> at each child element; it must read past that element.</summary>
    public static void Children(XmlReader xml, Action<XmlReader> child)
    {
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return;
        }

        var depth = xml.Depth;
        xml.Read();
        while (xml.Depth > depth && !xml.EOF)
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                child(xml);
            }
            else
            {
                xml.Read();
            }
        }

        if (xml.NodeType == XmlNodeType.EndElement)
        {
            xml.Read();
        }
    }

    public static RequestContent Write(Action<XmlWriter> write)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, WriterSettings))
        {
            write(xml);
        }

        return RequestContent.Create(stream.GetBuffer().AsMemory(0, (int)stream.Length));
    }

    public static DateTimeOffset? Date(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
