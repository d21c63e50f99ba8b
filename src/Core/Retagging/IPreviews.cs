namespace Magpie.Retagging;

/// <summary>The previews that were written when assets were ingested: pictures to look at again when the original is elsewhere.</summary>
public interface IPreviews
{
    /// <summary>The whole picture; null when the asset has none.</summary>
    Task<ReadOnlyMemory<byte>?> ReadAsync(string assetId, CancellationToken cancellationToken);
}
