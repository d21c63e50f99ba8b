using System.CommandLine;
using Magpie.Cli.Up;
using Magpie.Fetching;
using Magpie.Functions.Fetching;
using Magpie.Functions.Notifications;
using Magpie.Functions.Storage;
using Magpie.Notifications;

namespace Magpie.Cli.Webhooks;

/// <summary>The webhooks of a storage account, as the app that works on it has them.</summary>
internal static class OperatorWebhooks
{
    /// <summary>Runs something with them; what goes wrong becomes one sentence.</summary>
    public static Task<int> RunAsync(ParseResult parsed, Func<WebhookService, Task<int>> action) =>
        OperatorStorage.RunAsync(parsed, async storage =>
        {
            var allowance = FetchAllowance.Parse(UpSettings.Read(new UpFlags(), Environment.GetEnvironmentVariable).FetchAllow);
            using var http = new GuardedHttp(allowance, new SystemResolver());
            return await action(await CreateAsync(storage, http, allowance));
        });

    private static async Task<WebhookService> CreateAsync(StorageConnection storage, GuardedHttp http, FetchAllowance allowance)
    {
        var (webhooks, parked) = (storage.Tables().GetTableClient(TableWebhookStore.Table), storage.Tables().GetTableClient(TableParkedDeliveries.Table));
        var events = storage.Queues().GetQueueClient(QueueNotifications.Events);
        var deliveries = storage.Queues().GetQueueClient(QueueNotifications.Deliveries);
        await webhooks.CreateIfNotExistsAsync();
        await parked.CreateIfNotExistsAsync();
        await deliveries.CreateIfNotExistsAsync();
        var store = new TableWebhookStore(webhooks);
        var options = new NotificationOptions();
        return new WebhookService(
            store,
            new WebhookCache(store, TimeProvider.System),
            new TableParkedDeliveries(parked),
            new QueueNotifications(events, deliveries),
            new WebhookSender(http, allowance, options, TimeProvider.System),
            allowance,
            options,
            TimeProvider.System);
    }
}
