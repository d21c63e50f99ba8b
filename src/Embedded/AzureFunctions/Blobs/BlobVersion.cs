using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>One version of a blob: its name and ETag. A blob that is written again is another version.</summary>
internal sealed class BlobVersion
{
    public BlobVersion(string container, BlobItem blob)
    {
        Container = container;
        Blob = blob;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{blob.Name}\n{ETag}"));
        Key = BinaryPrimitives.ReadUInt128LittleEndian(hash);
        ReceiptKey = Convert.ToHexStringLower(hash);
    }

    public string Container { get; }

    public BlobItem Blob { get; }

    public string Name => Blob.Name;

    public ETag ETag => Blob.Properties.ETag.GetValueOrDefault();

    /// <summary>Tells versions apart in memory.</summary>
    public UInt128 Key { get; }

    /// <summary>Tells versions apart in storage: 64 characters, however long the name.</summary>
    public string ReceiptKey { get; }
}
