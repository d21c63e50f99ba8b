using Azure.Storage.Queues.Models;
using Magpie.Assets;
using Magpie.Fetching;
using Magpie.Functions.Fetching;
using Magpie.Functions.Http;
using Magpie.Functions.Notifications;
using Magpie.Functions.Tests.Delivery;
using Magpie.Functions.Tests.Ingest;
using Magpie.Ingest;
using Magpie.Notifications;
using Microsoft.Extensions.Logging.Abstractions;

namespace Magpie.Functions.Tests.Notifications;

/// <summary>A process may end anywhere between announcing an event and committing it: the event is told, once there is one.</summary>
[Collection(IngestTests.Name)]
public sealed class AnnouncedTests(IngestFixture fixture) : IAsyncLifetime
{
    private Receiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await Receiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wherever_a_process_ends_the_webhook_is_told_at_least_once_under_one_id(bool carriedOut)
    {
        List<(Worker Next, Webhook Webhook, Asset Asset, bool Died)> tries = [];
        do
        {
            var next = new Worker(fixture);
            var webhook = await AddWebhookAsync(next);
            var asset = await next.UploadAsync(Photos.Sideways);
            tries.Add((next, webhook, asset, await DiesAsync(next, asset, tries.Count + 1, carriedOut)));
        }
        while (tries[^1].Died);

        // All announcements first: they are hidden for a second.
        tries.Count.ShouldBeGreaterThan(10);
        foreach (var (request, (next, webhook, asset, died)) in tries.Index())
        {
            await TellAsync(next);

            var where = $"request {request + 1}, carried out: {carriedOut}";
            var told = _receiver.Requests.Where(received => received.Path == $"/{next.Account}").ToArray();
            told.Length.ShouldBeInRange(1, died ? 2 : 1, where);
            told.Select(received => received.EventId).Distinct().ShouldHaveSingleItem(where);
            foreach (var received in told)
            {
                received.ShouldBeSignedWith(webhook.Secret);
                received.Json.GetProperty("type").GetString().ShouldBe("asset.ready", where);
                received.Json.GetProperty("asset").GetProperty("id").GetString().ShouldBe(asset.Id, where);
            }

            next.Dispose();
        }
    }

    [Fact]
    public async Task What_was_announced_and_never_committed_is_not_told()
    {
        using var worker = new Worker(fixture);
        await AddWebhookAsync(worker);
        var asset = await worker.UploadAsync(Photos.Sideways);
        await worker.Queue.AnnounceAsync(new Announcement(worker.Account, asset.Id, default, 0), TimeSpan.Zero, default);

        (await DispatchAsync(worker)).ShouldBe(1);

        _receiver.Requests.ShouldBeEmpty();
        (await Queue(worker, "deliveries").PeekMessagesAsync(1)).Value.ShouldBeEmpty();
        (await Queue(worker, "events").GetPropertiesAsync()).Value.ApproximateMessagesCount.ShouldBe(1, "it is looked at again later");
    }

    [Fact]
    public async Task An_account_without_webhooks_queues_nothing_and_one_that_cannot_queue_commits_nothing()
    {
        using var quiet = new Worker(fixture);
        await Queue(quiet, "events").CreateAsync();
        (await quiet.SettleAsync(Photos.Sideways)).State.ShouldBe(AssetState.Ready);
        (await Queue(quiet, "events").GetPropertiesAsync()).Value.ApproximateMessagesCount.ShouldBe(0);

        using var told = new Worker(fixture);
        await AddWebhookAsync(told);
        await Queue(told, "events").DeleteAsync();
        var asset = await told.UploadAsync(Photos.Sideways);
        await Should.ThrowAsync<IngestException>(() => told.IngestAsync(asset));
        (await told.FindAsync(asset)).State.ShouldBe(AssetState.Received);
    }

    /// <summary>Whether a process that ends at its request of this number got so far; the next one finishes what it began.</summary>
    private async Task<bool> DiesAsync(Worker next, Asset asset, int request, bool carriedOut)
    {
        var mortality = new Mortality(request, carriedOut);
        using (var mortal = new Worker(fixture, next.Account, mortality: mortality))
        {
            try
            {
                await mortal.IngestAsync(asset);
            }
            catch (Exception end) when (end is CrashException or IngestException)
            {
                mortality.Dead.ShouldBeTrue(end.ToString());
            }
        }

        if (mortality.Dead)
        {
            await next.IngestAsync(asset);
        }

        return mortality.Dead;
    }

    private async Task<Webhook> AddWebhookAsync(Worker worker)
    {
        await Queue(worker, "events").CreateAsync();
        await Queue(worker, "deliveries").CreateAsync();
        var webhook = new Webhook
        {
            Account = worker.Account,
            Id = AssetId.New(TimeProvider.System),
            Url = new Uri(_receiver.Address, worker.Account).AbsoluteUri,
            Events = WebhookEvents.All,
            Secret = "whsec_" + worker.Account,
            Origin = "https://media.example",
            CreatedAt = TimeProvider.System.GetUtcNow(),
        };
        await worker.Webhooks.AddAsync(webhook, default);
        return webhook;
    }

    private Azure.Storage.Queues.QueueClient Queue(Worker worker, string name) => fixture.Queues().GetQueueClient($"{name}-{worker.Account}");

    /// <summary>Handles what was announced, then what is to be delivered, as the triggers would.</summary>
    private async Task TellAsync(Worker worker)
    {
        await DispatchAsync(worker);
        var allowance = FetchAllowance.Parse(_receiver.HostAndPort);
        var options = new NotificationOptions();
        using var http = new GuardedHttp(allowance, new SystemResolver());
        var deliverer = new WebhookDeliverer(
            worker.Webhooks,
            new WebhookCache(worker.Webhooks, TimeProvider.System),
            worker.Catalogue,
            new WebhookSender(http, allowance, options, TimeProvider.System),
            worker.Queue,
            new TableParkedDeliveries(fixture.Tables().GetTableClient(TableParkedDeliveries.Table)),
            new ReceiverSlots(options),
            new DeliverySchedule(options, DeliveryFixture.Jitter),
            DeliveryFixture.Jitter,
            TimeProvider.System,
            NullLogger<WebhookDeliverer>.Instance);
        foreach (var message in await ReceiveAsync(worker, "deliveries"))
        {
            await deliverer.DeliverAsync(
                System.Text.Json.JsonSerializer.Deserialize(message.Body, MagpieJson.Default.EventDelivery)!, default);
        }
    }

    private async Task<int> DispatchAsync(Worker worker)
    {
        var dispatcher = new EventDispatcher(worker.Catalogue, worker.Webhooks, worker.Queue, NullLogger<EventDispatcher>.Instance);
        var announced = await ReceiveAsync(worker, "events");
        foreach (var message in announced)
        {
            await dispatcher.DispatchAsync(
                System.Text.Json.JsonSerializer.Deserialize(message.Body, MagpieJson.Default.Announcement)!, default);
        }

        return announced.Count;
    }

    /// <summary>Takes all messages off a queue, waiting until those that are hidden for a second come up.</summary>
    private async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(Worker worker, string name)
    {
        var queue = Queue(worker, name);
        var wanted = (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;
        List<QueueMessage> received = [];
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (received.Count < wanted)
        {
            deadline.IsCancellationRequested.ShouldBeFalse($"{received.Count} of {wanted} messages came up");
            await Task.Delay(20, CancellationToken.None);
            foreach (var message in (await queue.ReceiveMessagesAsync(32)).Value)
            {
                received.Add(message);
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
        }

        return received;
    }
}
