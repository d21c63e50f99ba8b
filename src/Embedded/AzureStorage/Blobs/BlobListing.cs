using System.Globalization;
using System.Xml;
using Azure.Core;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Common;

namespace Azure.Storage.Blobs;

/// <summary>List Blobs, page by page.</summary>
internal sealed class BlobListing(StorageAccess access, Uri container, GetBlobsOptions options)
{
    public async ValueTask<Page<BlobItem>> NextAsync(string? marker, int? pageSize, CancellationToken cancellationToken)
    {
        using var message = access.CreateMessage(RequestMethod.Get, container);
        var uri = message.Request.Uri;
        uri.AppendQuery("restype", "container");
        uri.AppendQuery("comp", "list");
        Append("prefix", options.Prefix);
        Append("startFrom", options.StartFrom);
        Append("marker", marker);
        Append("maxresults", pageSize?.ToString(CultureInfo.InvariantCulture));
        Append("include", Include());
        var response = await access.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Read(response);

        void Append(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                uri.AppendQuery(name, value);
            }
        }
    }

    private string Include()
    {
        List<string> include = [];
        void Add(bool when, string name)
        {
            if (when)
            {
                include.Add(name);
            }
        }

        Add(options.Traits.HasFlag(BlobTraits.CopyStatus), "copy");
        Add(options.States.HasFlag(BlobStates.Deleted), "deleted");
        Add(options.Traits.HasFlag(BlobTraits.Metadata), "metadata");
        Add(options.States.HasFlag(BlobStates.Snapshots), "snapshots");
        Add(options.States.HasFlag(BlobStates.Uncommitted), "uncommittedblobs");
        Add(options.States.HasFlag(BlobStates.Version), "versions");
        Add(options.Traits.HasFlag(BlobTraits.Tags), "tags");
        Add(options.Traits.HasFlag(BlobTraits.ImmutabilityPolicy), "immutabilitypolicy");
        Add(options.Traits.HasFlag(BlobTraits.LegalHold), "legalhold");
        Add(options.States.HasFlag(BlobStates.DeletedWithVersions), "deletedwithversions");
        return string.Join(',', include);
    }

    private static Page<BlobItem> Read(Response response)
    {
        List<BlobItem> blobs = [];
        var next = "";
        using var xml = StorageXml.Reader(response);
        StorageXml.Children(xml, part =>
        {
            switch (part.LocalName)
            {
                case "Blobs":
                    StorageXml.Children(part, blob => blobs.Add(ReadBlob(blob)));
                    break;
                case "NextMarker":
                    next = part.ReadElementContentAsString();
                    break;
                default:
                    part.Skip();
                    break;
            }
        });
        return Page<BlobItem>.FromValues(blobs, next.Length == 0 ? null : next, response);
    }

    private static BlobItem ReadBlob(XmlReader xml)
    {
        var blob = new BlobItem();
        StorageXml.Children(xml, part =>
        {
            switch (part.LocalName)
            {
                case "Name":
                    // Names that XML cannot hold come percent-encoded and marked.
                    var isEncoded = part.GetAttribute("Encoded") == "true";
                    var name = part.ReadElementContentAsString();
                    blob.Name = isEncoded ? Uri.UnescapeDataString(name) : name;
                    break;
                case "Deleted":
                    blob.Deleted = part.ReadElementContentAsString() == "true";
                    break;
                case "Snapshot":
                    blob.Snapshot = part.ReadElementContentAsString();
                    break;
                case "VersionId":
                    blob.VersionId = part.ReadElementContentAsString();
                    break;
                case "Properties":
                    StorageXml.Children(part, property => ReadProperty(property, blob.Properties));
                    break;
                case "Metadata":
                    StorageXml.Children(part, pair => blob.Metadata[pair.LocalName] = pair.ReadElementContentAsString());
                    break;
                default:
                    part.Skip();
                    break;
            }
        });
        return blob;
    }

    private static void ReadProperty(XmlReader xml, BlobItemProperties properties)
    {
        var name = xml.LocalName;
        var value = xml.ReadElementContentAsString();
        if (value.Length == 0)
        {
            return;
        }

        switch (name)
        {
            case "Last-Modified": properties.LastModified = StorageXml.Date(value); break;
            case "Creation-Time": properties.CreatedOn = StorageXml.Date(value); break;
            case "Etag" or "ETag": properties.ETag = new ETag(value); break;
            case "Content-Length": properties.ContentLength = long.Parse(value, CultureInfo.InvariantCulture); break;
            case "Content-Type": properties.ContentType = value; break;
            case "Content-Encoding": properties.ContentEncoding = value; break;
            case "Content-Language": properties.ContentLanguage = value; break;
            case "Content-Disposition": properties.ContentDisposition = value; break;
            case "Cache-Control": properties.CacheControl = value; break;
            case "Content-MD5": properties.ContentHash = Convert.FromBase64String(value); break;
            case "BlobType": properties.BlobType = BlobEnumText.BlobType(value); break;
            case "LeaseStatus": properties.LeaseStatus = BlobEnumText.Parse<LeaseStatus>(value); break;
            case "LeaseState": properties.LeaseState = BlobEnumText.Parse<LeaseState>(value); break;
            case "CopyStatus": properties.CopyStatus = BlobEnumText.Parse<CopyStatus>(value); break;
            case "AccessTier": properties.AccessTier = value; break;
        }
    }
}
