using Azure.Data.Tables;
using Azure.Storage.Queues;
using Magpie.Functions.Http;
using Magpie.Functions.Storage;
using Magpie.Notifications;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Notifications;

/// <summary>Registers webhooks: who is told, and what tells them.</summary>
public static class NotificationServices
{
    /// <summary>Needs storage, the catalogue and fetching among the services.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new NotificationOptions();
        configuration.GetSection(NotificationOptions.Section).Bind(options);
        services.AddSingleton(options.Validated(NotificationOptions.Section, new NotificationOptionsValidator()));
        services.AddSingleton<IWebhookStore>(provider =>
            new TableWebhookStore(provider.GetRequiredService<TableServiceClient>().GetTableClient(TableWebhookStore.Table)));
        services.AddSingleton<IParkedDeliveries>(provider =>
            new TableParkedDeliveries(provider.GetRequiredService<TableServiceClient>().GetTableClient(TableParkedDeliveries.Table)));
        services.AddSingleton<INotificationQueue>(provider =>
        {
            var queues = provider.GetRequiredService<QueueServiceClient>();
            return new QueueNotifications(
                queues.GetQueueClient(QueueNotifications.Events), queues.GetQueueClient(QueueNotifications.Deliveries));
        });
        services.AddSingleton<WebhookCache>();
        services.AddSingleton<IAssetEvents, AssetEvents>();
        services.AddSingleton<EventDispatcher>();
        services.AddSingleton<ReceiverSlots>();
        services.AddSingleton<DeliverySchedule>();
        services.AddSingleton<IEventSender, WebhookSender>();
        services.AddSingleton<WebhookDeliverer>();
        services.AddSingleton<WebhookService>();
        return services
            .AddStorageTable(TableWebhookStore.Table)
            .AddStorageTable(TableParkedDeliveries.Table)
            .AddStorageQueue(QueueNotifications.Events)
            .AddStorageQueue(QueueNotifications.Deliveries);
    }
}
