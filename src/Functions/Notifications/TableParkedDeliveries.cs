using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Magpie.Functions.Http;
using Magpie.Notifications;

namespace Magpie.Functions.Notifications;

/// <summary>Table <c>webhookparked</c>: a partition an account, a row a webhook and event.</summary>
public sealed class TableParkedDeliveries(TableClient table) : IParkedDeliveries
{
    public const string Table = "webhookparked";

    private const string Delivery = "Delivery";
    private const string Reason = "Reason";
    private const string ParkedAt = "ParkedAt";

    public Task ParkAsync(ParkedDelivery parked, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(parked);
        var row = new TableEntity(parked.Delivery.Account, RowOf(parked.Delivery))
        {
            [Delivery] = JsonSerializer.Serialize(parked.Delivery, MagpieJson.Default.EventDelivery),
            [Reason] = parked.Reason,
            [ParkedAt] = parked.ParkedAt,
        };
        return table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    public async Task<IReadOnlyList<ParkedDelivery>> ListAsync(
        string account, string? webhookId, int limit, CancellationToken cancellationToken)
    {
        var filter = webhookId is null
            ? TableClient.CreateQueryFilter($"PartitionKey eq {account}")
            : TableClient.CreateQueryFilter($"PartitionKey eq {account} and RowKey gt {webhookId + "~"} and RowKey lt {webhookId + "~~"}");
        var rows = table.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellationToken);
        return await rows.Take(limit).Select(Read).ToArrayAsync(cancellationToken);
    }

    public Task RemoveAsync(EventDelivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return table.DeleteEntityAsync(delivery.Account, RowOf(delivery), ETag.All, cancellationToken);
    }

    public async Task<int> RemoveBeforeAsync(DateTimeOffset limit, CancellationToken cancellationToken)
    {
        var removed = 0;
        var old = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"ParkedAt lt {limit}"), select: ["PartitionKey", "RowKey"], cancellationToken: cancellationToken);
        await foreach (var row in old)
        {
            try
            {
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellationToken);
                removed++;
            }
            catch (RequestFailedException exception) when (exception.Status is 404 or 412)
            {
                // Parked anew since it was read, or removed.
            }
        }

        return removed;
    }

    private static string RowOf(EventDelivery delivery) => $"{delivery.WebhookId}~{delivery.EventId}";

    private static ParkedDelivery Read(TableEntity row) => new(
        JsonSerializer.Deserialize(row.GetString(Delivery), MagpieJson.Default.EventDelivery)
            ?? throw new InvalidDataException($"Row {row.RowKey} of the table {Table} has no delivery."),
        row.GetString(Reason),
        row.GetDateTimeOffset(ParkedAt) ?? default);
}
