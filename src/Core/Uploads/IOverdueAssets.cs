using Magpie.Assets;

namespace Magpie.Uploads;

/// <summary>Assets that have not ended after a long time, found without reading those that have.</summary>
public interface IOverdueAssets
{
    /// <summary>
    /// Those in state <c>reserved</c> or <c>received</c> whose ids were made before a moment, and after the last one that was marked.
    /// </summary>
    IAsyncEnumerable<StoredAsset> ReadAsync(string account, DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Everything made before the moment has been dealt with and need not be read again.</summary>
    Task MarkAsync(string account, DateTimeOffset before, CancellationToken cancellationToken);
}
