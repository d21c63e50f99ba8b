using System.Runtime.InteropServices;

namespace Azure.Storage;

/// <summary>How an upload or download is cut into parts.</summary>
[StructLayout(LayoutKind.Auto)]
public struct StorageTransferOptions : IEquatable<StorageTransferOptions>
{
    /// <summary>Longest part of a parallel transfer, in bytes; for an upload the block size.</summary>
    public long? MaximumTransferSize { get; set; }

    /// <summary>Parts in flight at once; 5 when not set.</summary>
    public int? MaximumConcurrency { get; set; }

    /// <summary>Up to this many bytes go in one request; 256 MiB when not set.</summary>
    public long? InitialTransferSize { get; set; }

    public static bool operator ==(StorageTransferOptions left, StorageTransferOptions right) => left.Equals(right);

    public static bool operator !=(StorageTransferOptions left, StorageTransferOptions right) => !left.Equals(right);

    public readonly bool Equals(StorageTransferOptions obj) =>
        MaximumTransferSize == obj.MaximumTransferSize && MaximumConcurrency == obj.MaximumConcurrency
        && InitialTransferSize == obj.InitialTransferSize;

    public override readonly bool Equals(object? obj) => obj is StorageTransferOptions other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(MaximumTransferSize, MaximumConcurrency, InitialTransferSize);
}
