using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Magpie.Uploads;

namespace Magpie.Functions.Uploads;

/// <summary>Table <c>idempotency</c>: a row a key, found by its hash; what the client chose may hold what table keys refuse.</summary>
public sealed class TableIdempotencyStore(TableClient table) : IIdempotencyStore
{
    public const string Table = "idempotency";

    private const string Fingerprint = "Fingerprint";
    private const string Ids = "Ids";
    private const string CreatedAt = "CreatedAt";

    /// <summary>Times the row is read again because somebody else replaced it; two would be rare.</summary>
    private const int Attempts = 5;

    public async Task<IdempotencyEntry> GetOrAddAsync(IdempotencyEntry entry, TimeSpan window, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var row = RowOf(entry);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                await table.AddEntityAsync(row, cancellationToken);
                return entry;
            }
            catch (RequestFailedException exception) when (exception.Status == StatusConflict)
            {
                if (await TakeOverAsync(entry, row, window, cancellationToken) is { } known)
                {
                    return known;
                }
            }
        }

        throw new TimeoutException("The idempotency key kept changing hands.");
    }

    /// <summary>Removes what nobody may repeat any more; answers how many.</summary>
    public async Task<int> RemoveBeforeAsync(DateTimeOffset limit, CancellationToken cancellationToken)
    {
        var removed = 0;
        var old = table.QueryAsync<TableEntity>(
            string.Create(CultureInfo.InvariantCulture, $"CreatedAt lt datetime'{limit.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}'"),
            select: ["PartitionKey", "RowKey"],
            cancellationToken: cancellationToken);
        await foreach (var row in old)
        {
            try
            {
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
                removed++;
            }
            catch (RequestFailedException exception) when (exception.Status is 404 or 412)
            {
                // Used anew since it was read.
            }
        }

        return removed;
    }

    private const int StatusConflict = 409;

    /// <summary>The entry that counts: the one that is there, or ours in the place of one that ran out. Null: look again.</summary>
    private async Task<IdempotencyEntry?> TakeOverAsync(IdempotencyEntry entry, TableEntity row, TimeSpan window, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
        if (found is not { HasValue: true, Value: { } present })
        {
            return null;
        }

        var createdAt = present.GetDateTimeOffset(CreatedAt) ?? default;
        if (entry.CreatedAt - createdAt <= window)
        {
            return entry with
            {
                Fingerprint = present.GetString(Fingerprint) ?? string.Empty,
                Ids = (present.GetString(Ids) ?? string.Empty).Split(','),
                CreatedAt = createdAt,
            };
        }

        try
        {
            await table.UpdateEntityAsync(row, present.ETag, TableUpdateMode.Replace, cancellationToken);
            return entry;
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            return null;
        }
    }

    private static TableEntity RowOf(IdempotencyEntry entry)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{entry.Caller}\n{entry.Key}")));

        // 100 ids of 32 digits are 3,300 characters of the 32,768 a property takes.
        return new TableEntity($"{entry.Account}~{hash[..1]}", hash)
        {
            [Fingerprint] = entry.Fingerprint,
            [Ids] = string.Join(',', entry.Ids),
            [CreatedAt] = entry.CreatedAt,
        };
    }
}
