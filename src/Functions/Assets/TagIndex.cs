using System.Text;
using Azure;
using Azure.Data.Tables;
using Magpie.Assets;

namespace Magpie.Functions.Assets;

/// <summary>
/// The ready assets of a tag, newest first, each with its whole document, so that a list by tag is one partition read and nothing more.
/// Written after the commit: whoever commits calls again after a crash (a trigger by its redelivery, a request by the queue).
/// </summary>
internal sealed class TagIndex(TableClient tags)
{
    /// <summary>Requests at once for one asset.</summary>
    private const int Parallel = 16;

    /// <summary>Makes the rows of an asset agree with it, given the tags it may have had before.</summary>
    public async Task WriteAsync(Asset asset, IReadOnlyList<string> formerTags, CancellationToken cancellationToken)
    {
        var current = asset.State == AssetState.Ready ? asset.Tags : [];
        var row = AssetKeys.Inverted(asset.Id);
        await InParallelAsync(
            [
                .. current.Select(tag => (Func<Task>)(() => tags.UpsertEntityAsync(
                    AssetRow.From(AssetKeys.TagPartition(asset.Account, tag), row, asset), TableUpdateMode.Replace, cancellationToken))),
                .. formerTags.Except(current, StringComparer.Ordinal).Select(tag => (Func<Task>)(() => tags.DeleteEntityAsync(
                    AssetKeys.TagPartition(asset.Account, tag), row, ETag.All, cancellationToken))),
            ]);
    }

    /// <summary>The assets of the first tag that carry the others too, newest first.</summary>
    public IAsyncEnumerable<TableEntity> ReadAsync(
        string account, string tag, string? cursorId, string columnFilter, int pageSize, CancellationToken cancellationToken)
    {
        var filter = new StringBuilder($"PartitionKey eq '{AssetKeys.Quoted(AssetKeys.TagPartition(account, tag))}'");
        if (cursorId is not null)
        {
            filter.Append(System.Globalization.CultureInfo.InvariantCulture, $" and RowKey gt '{AssetKeys.Inverted(cursorId)}'");
        }

        filter.Append(columnFilter);
        return tags.QueryAsync<TableEntity>(filter.ToString(), pageSize, AssetRow.Columns, cancellationToken);
    }

    private static async Task InParallelAsync(IReadOnlyList<Func<Task>> requests)
    {
        foreach (var batch in requests.Chunk(Parallel))
        {
            await Task.WhenAll(batch.Select(request => request()));
        }
    }
}
