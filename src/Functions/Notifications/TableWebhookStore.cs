using Azure;
using Azure.Data.Tables;
using Magpie.Notifications;

namespace Magpie.Functions.Notifications;

/// <summary>Table <c>webhooks</c>: a partition an account, a row a webhook, oldest first.</summary>
public sealed class TableWebhookStore(TableClient table) : IWebhookStore
{
    public const string Table = "webhooks";

    /// <summary>Rows that are read of an account; more than it may have.</summary>
    private const int MaxRows = 100;

    public Task AddAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        var row = new TableEntity(webhook.Account, webhook.Id)
        {
            [nameof(Webhook.Url)] = webhook.Url,
            [nameof(Webhook.Events)] = string.Join(',', webhook.Events),
            [nameof(Webhook.Secret)] = webhook.Secret,
            [nameof(Webhook.Origin)] = webhook.Origin,
            [nameof(Webhook.CreatedAt)] = webhook.CreatedAt,
        };
        return table.AddEntityAsync(row, cancellationToken);
    }

    public async Task<Webhook?> FindAsync(string account, string id, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(account, id, cancellationToken: cancellationToken);
        return found is { HasValue: true, Value: { } row } ? Read(row) : null;
    }

    public async Task<IReadOnlyList<Webhook>> ListAsync(string account, CancellationToken cancellationToken)
    {
        var rows = table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {account}"), cancellationToken: cancellationToken);
        return await rows.Take(MaxRows).Select(Read).ToArrayAsync(cancellationToken);
    }

    public Task RemoveAsync(string account, string id, CancellationToken cancellationToken) =>
        table.DeleteEntityAsync(account, id, ETag.All, cancellationToken);

    public async Task DisableAsync(string account, string id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(
                new TableEntity(account, id) { [nameof(Webhook.DisabledAt)] = at }, ETag.All, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // Removed meanwhile.
        }
    }

    private static Webhook Read(TableEntity row) => new()
    {
        Account = row.PartitionKey,
        Id = row.RowKey,
        Url = row.GetString(nameof(Webhook.Url)),
        Events = row.GetString(nameof(Webhook.Events)).Split(','),
        Secret = row.GetString(nameof(Webhook.Secret)),
        Origin = row.GetString(nameof(Webhook.Origin)),
        CreatedAt = row.GetDateTimeOffset(nameof(Webhook.CreatedAt)) ?? default,
        DisabledAt = row.GetDateTimeOffset(nameof(Webhook.DisabledAt)),
    };
}
