using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Magpie.Functions.Assets;
using Magpie.Inputs;

namespace Magpie.Functions.Clarifai.Inputs;

/// <summary>
/// Table <c>inputs</c>: a partition an account. A row <c>{kind}~{hash}</c> is what one asset may go by, decided by one insert;
/// rows <c>s~{hash}~{asset, turned round}</c> say which came from a URL, newest first. Hashes, because ids and URLs hold what table keys refuse.
/// </summary>
public sealed class TableInputIndex(TableClient table) : IInputIndex
{
    public const string Table = "inputs";

    private const string AssetId = "AssetId";

    /// <summary>Times the row is looked at again because it was deleted meanwhile; two would be rare.</summary>
    private const int Attempts = 5;

    public async Task<string?> FindAsync(string account, InputKey key, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(account, RowOf(key), cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? row.GetString(AssetId) : null;
    }

    public async Task<string> ClaimAsync(string account, InputKey key, string assetId, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                await table.AddEntityAsync(Row(account, RowOf(key), assetId), cancellationToken);
                return assetId;
            }
            catch (RequestFailedException exception) when (exception.Status == 409)
            {
                if (await FindAsync(account, key, cancellationToken) is { } holder)
                {
                    return holder;
                }
            }
        }

        throw new TimeoutException("The id of an input kept changing hands.");
    }

    public async Task<bool> TakeOverAsync(string account, InputKey key, string from, string assetId, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(account, RowOf(key), cancellationToken: cancellationToken);
        if (found is not { HasValue: true, Value: { } row } || row.GetString(AssetId) != from)
        {
            return false;
        }

        try
        {
            await table.UpdateEntityAsync(Row(account, RowOf(key), assetId), row.ETag, TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            return false;
        }
    }

    public async Task ReleaseAsync(string account, InputKey key, string assetId, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(account, RowOf(key), cancellationToken: cancellationToken);
        if (found is { HasValue: true, Value: { } row } && row.GetString(AssetId) == assetId)
        {
            try
            {
                await table.DeleteEntityAsync(account, row.RowKey, row.ETag, cancellationToken);
            }
            catch (RequestFailedException exception) when (exception.Status is 404 or 412)
            {
                // Somebody else's by now.
            }
        }
    }

    public async Task AddSourceAsync(string account, string url, string assetId, CancellationToken cancellationToken) =>
        await table.UpsertEntityAsync(Row(account, SourceOf(url, assetId), assetId), TableUpdateMode.Replace, cancellationToken);

    public async Task RemoveSourceAsync(string account, string url, string assetId, CancellationToken cancellationToken) =>
        await table.DeleteEntityAsync(account, SourceOf(url, assetId), ETag.All, cancellationToken);

    public async Task<IReadOnlyList<string>> FromUrlAsync(string account, string url, int limit, CancellationToken cancellationToken)
    {
        var first = $"s~{Hash(url)}~";
        var last = first + "z";
        var ids = new List<string>();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {account} and RowKey ge {first} and RowKey lt {last}");
        await foreach (var row in table.QueryAsync<TableEntity>(filter, limit, [AssetId], cancellationToken))
        {
            ids.Add(row.GetString(AssetId));
            if (ids.Count == limit)
            {
                break;
            }
        }

        return ids;
    }

    private static TableEntity Row(string account, string row, string assetId) => new(account, row) { [AssetId] = assetId };

    private static string SourceOf(string url, string assetId) => $"s~{Hash(url)}~{AssetKeys.Inverted(assetId)}";

    private static string RowOf(InputKey key) => $"{key.Kind}~{Hash(key.Text)}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
