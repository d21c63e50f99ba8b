using System.Globalization;
using Azure;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What became of a version of a blob; kept as the metadata of an empty blob.</summary>
/// <param name="State">Claimed, failed, done or poisoned.</param>
/// <param name="Owner">The host that wrote it.</param>
/// <param name="Claim">Random, new with every claim.</param>
/// <param name="Tries">Tries begun, the present one included.</param>
/// <param name="Until">When a claim runs out, or a failed version is to be tried again.</param>
/// <param name="BlobName">The blob, percent-encoded.</param>
/// <param name="BlobETag">The version.</param>
internal sealed record BlobReceipt(
    BlobReceiptState State, string Owner, string Claim, int Tries, DateTimeOffset Until, string BlobName, string BlobETag)
{
    /// <summary>The receipt's own ETag.</summary>
    public ETag ETag { get; init; }

    public Dictionary<string, string> ToMetadata() => new(StringComparer.OrdinalIgnoreCase)
    {
        ["state"] = State.ToString(),
        ["owner"] = Owner,
        ["claim"] = Claim,
        ["tries"] = Tries.ToString(CultureInfo.InvariantCulture),
        ["until"] = Until.ToString("O", CultureInfo.InvariantCulture),
        ["blob"] = BlobName,
        ["version"] = BlobETag,
    };

    /// <summary>Reads a receipt; one that was damaged counts as a claim that ran out.</summary>
    public static BlobReceipt From(IDictionary<string, string> metadata, ETag etag)
    {
        string Text(string name) => metadata.TryGetValue(name, out var value) ? value : "";
        return new BlobReceipt(
            Enum.TryParse<BlobReceiptState>(Text("state"), out var state) ? state : BlobReceiptState.Claimed,
            Text("owner"),
            Text("claim"),
            int.TryParse(Text("tries"), NumberStyles.None, CultureInfo.InvariantCulture, out var tries) ? tries : 0,
            DateTimeOffset.TryParse(Text("until"), CultureInfo.InvariantCulture, out var until) ? until : default,
            Text("blob"),
            Text("version"))
        { ETag = etag };
    }
}

/// <summary>Where a version of a blob stands.</summary>
internal enum BlobReceiptState
{
    /// <summary>A host works on it, until the claim runs out.</summary>
    Claimed,

    /// <summary>It failed and will be tried again.</summary>
    Failed,

    /// <summary>It was processed.</summary>
    Done,

    /// <summary>It failed too often.</summary>
    Poisoned,
}
