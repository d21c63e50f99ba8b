using System.Globalization;
using System.Text;
using System.Xml;
using Azure.Core;
using Azure.Storage.Common;
using Azure.Storage.Queues.Models;

namespace Azure.Storage.Queues;

/// <summary>Messages as XML, their text plain or in base64.</summary>
internal sealed class QueueMessageXml(QueueMessageEncoding encoding)
{
    /// <summary>Writes a message.</summary>
    /// <exception cref="ArgumentException">Plain encoding, and a character that XML cannot hold.</exception>
    public RequestContent Write(BinaryData body)
    {
        var text = encoding == QueueMessageEncoding.Base64 ? Convert.ToBase64String(body.ToMemory().Span) : body.ToString();
        return StorageXml.Write(xml =>
        {
            xml.WriteStartElement("QueueMessage");
            xml.WriteElementString("MessageText", text);
            xml.WriteEndElement();
        });
    }

    public List<QueueMessage> Read(Response response)
    {
        List<QueueMessage> messages = [];
        using var xml = StorageXml.Reader(response);
        StorageXml.Children(xml, message => messages.Add(ReadMessage(message)));
        return messages;
    }

    private QueueMessage ReadMessage(XmlReader xml)
    {
        var message = new QueueMessage();
        StorageXml.Children(xml, part =>
        {
            var name = part.LocalName;
            var value = part.ReadElementContentAsString();
            switch (name)
            {
                case "MessageId": message.MessageId = value; break;
                case "PopReceipt": message.PopReceipt = value; break;
                case "InsertionTime": message.InsertedOn = StorageXml.Date(value); break;
                case "ExpirationTime": message.ExpiresOn = StorageXml.Date(value); break;
                case "TimeNextVisible": message.NextVisibleOn = StorageXml.Date(value); break;
                case "DequeueCount": message.DequeueCount = long.Parse(value, CultureInfo.InvariantCulture); break;
                case "MessageText": message.Body = Decode(value); break;
            }
        });
        return message;
    }

    private BinaryData Decode(string text) => BinaryData.FromBytes(
        encoding == QueueMessageEncoding.Base64 ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text));
}
