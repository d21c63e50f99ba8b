using Azure.Core;
using Azure.Data.Tables;
using Magpie.Functions.Notifications;
using Magpie.Functions.Tests.Ingest;
using Magpie.Functions.Uploads;
using Magpie.Notifications;
using Magpie.Uploads;

namespace Magpie.Functions.Tests.Uploads;

/// <summary>Somebody writes a row between the sweep's reading and deleting it.</summary>
[Collection(IngestTests.Name)]
public sealed class SweepTests(IngestFixture fixture)
{
    private static readonly DateTimeOffset Old = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_idempotency_key_that_is_used_anew_is_left_and_the_others_go()
    {
        var plain = fixture.Tables().GetTableClient(TableIdempotencyStore.Table);
        await plain.CreateIfNotExistsAsync();
        var store = new TableIdempotencyStore(plain);
        for (var n = 0; n < 3; n++)
        {
            await store.GetOrAddAsync(new IdempotencyEntry("a", "caller", $"swept-{n}", "f", ["1"], Old), TimeSpan.FromDays(1), default);
        }

        var removed = await new TableIdempotencyStore(Meddled(plain)).RemoveBeforeAsync(Old.AddDays(1), default);

        removed.ShouldBe(2);
        (await plain.QueryAsync<TableEntity>().CountAsync()).ShouldBe(1);
        await store.RemoveBeforeAsync(Old.AddDays(1), default);
    }

    [Fact]
    public async Task A_parked_delivery_that_is_parked_anew_is_left_and_the_others_go()
    {
        var plain = fixture.Tables().GetTableClient(TableParkedDeliveries.Table);
        var store = new TableParkedDeliveries(plain);
        for (var n = 0; n < 3; n++)
        {
            var delivery = new EventDelivery
            {
                Account = "swept",
                WebhookId = "hook",
                EventId = $"event-{n}",
                Type = WebhookEvents.TestType,
                CreatedAt = Old,
            };
            await store.ParkAsync(new ParkedDelivery(delivery, "away", Old), default);
        }

        (await new TableParkedDeliveries(Meddled(plain)).RemoveBeforeAsync(Old.AddDays(1), default)).ShouldBe(2);

        (await store.ListAsync("swept", null, 10, default)).Count.ShouldBe(1);
        await store.RemoveBeforeAsync(Old.AddDays(1), default);
    }

    /// <summary>The table as a client sees it who finds each row as it was, but the first that it deletes written once more.</summary>
    private TableClient Meddled(TableClient plain)
    {
        var isFirst = true;
        return fixture.Tables(new Meddling(async request =>
        {
            if (request.Method == RequestMethod.Delete && isFirst)
            {
                isFirst = false;
                var keys = Uri.UnescapeDataString(request.Uri.ToUri().AbsolutePath).Split('\'');
                var row = (await plain.GetEntityAsync<TableEntity>(keys[1], keys[3])).Value;
                await plain.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
            }
        })).GetTableClient(plain.Name);
    }
}
