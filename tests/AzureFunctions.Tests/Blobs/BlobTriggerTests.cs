using System.Text.Json;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;
using Magpie.Tests.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.AzureFunctions.Tests.Blobs;

public sealed class BlobTriggerTests(Azurite azurite) : StorageTests(azurite)
{
    [Fact]
    public async Task A_blob_is_seen_once_and_its_path_gives_the_parameters()
    {
        await using var app = await StartAsync(typeof(IngestFunctions));
        await PutAsync("anna/42");
        await PutAsync("no-slash-so-no-match");

        (await Journal.NextAsync(1)).ShouldBe(["anna/42: anna, 42"]);

        await PutAsync("anna/43");
        (await Journal.NextAsync(1)).ShouldBe(["anna/43: anna, 43"]);
        Journal.Entries.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_blob_written_again_is_seen_again()
    {
        await using var app = await StartAsync(typeof(IngestFunctions));
        await PutAsync("anna/1", "first");
        await Journal.NextAsync(1);

        await PutAsync("anna/1", "second");

        (await Journal.NextAsync(1)).ShouldBe(["anna/1: anna, 1"]);
    }

    [Fact]
    public async Task A_restart_neither_forgets_nor_repeats()
    {
        await using (await StartAsync(typeof(IngestFunctions)))
        {
            await PutAsync("anna/before");
            await Journal.NextAsync(1);
        }

        (await ReceiptsAsync()).ShouldBe(["Done"]);
        await PutAsync("anna/between");
        await using var again = await StartAsync(typeof(IngestFunctions));

        (await Journal.NextAsync(1)).ShouldBe(["anna/between: anna, between"]);
        await Journal.UntilAsync(async () => (await ReceiptsAsync()) is ["Done", "Done"]);
        Journal.Entries.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Five_tries_then_the_poison_queue_in_the_real_host_s_words()
    {
        Journal.Behaviour = static (_, _) => throw new InvalidOperationException("broken");
        await using var app = await StartAsync(typeof(IngestFunctions));
        var blob = await PutAsync("anna/broken");
        var etag = (await blob.GetPropertiesAsync()).Value.ETag;

        await Journal.NextAsync(5);
        await Journal.UntilAsync(async () => (await ReceiptsAsync()) is ["Poisoned"]);

        var poison = new QueueClient(Azurite.ConnectionString, "webjobs-blobtrigger-poison");
        var messages = (await poison.ReceiveMessagesAsync(maxMessages: 32)).Value
            .Select(static message => JsonDocument.Parse(Convert.FromBase64String(message.MessageText)).RootElement);
        var mine = messages.Single(message => message.GetProperty("ContainerName").GetString() == Unique);
        mine.GetProperty("FunctionId").GetString().ShouldBe("Host.Functions.Ingest");
        mine.GetProperty("BlobType").GetString().ShouldBe("BlockBlob");
        mine.GetProperty("BlobName").GetString().ShouldBe("anna/broken");
        mine.GetProperty("ETag").GetString().ShouldBe(etag.ToString("H"));
        Journal.Entries.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_failure_is_tried_again_after_a_restart_and_its_tries_count_on()
    {
        Journal.Behaviour = static (_, _) => throw new InvalidOperationException("broken");
        var settings = new Dictionary<string, string?> { ["AzureFunctionsJobHost:extensions:blobs:poisonBlobThreshold"] = "3" };
        await using (await StartAsync(typeof(IngestFunctions), settings))
        {
            await PutAsync("anna/1");
            await Journal.NextAsync(1);
        }

        await using var again = await StartAsync(typeof(IngestFunctions), settings);
        await Journal.UntilAsync(async () => (await ReceiptsAsync()) is ["Poisoned"]);

        Journal.Entries.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Two_hosts_on_one_storage_run_a_blob_once()
    {
        const int blobs = 40;
        for (var i = 0; i < blobs; i++)
        {
            await PutAsync($"anna/{i}");
        }

        await using var one = await StartAsync(typeof(IngestFunctions));
        await using var two = await StartAsync(typeof(IngestFunctions));
        await Journal.NextAsync(blobs);
        await Journal.UntilAsync(async () => (await ReceiptsAsync()).Count(static state => state == "Done") == blobs);

        Journal.Entries.Count.ShouldBe(blobs);
        Journal.Entries.Distinct(StringComparer.Ordinal).Count().ShouldBe(blobs);
    }

    [Fact]
    public async Task A_run_longer_than_a_claim_s_life_is_not_taken_over()
    {
        var release = new TaskCompletionSource();
        Journal.Behaviour = (_, _) => release.Task;
        await using var one = await StartAsync(typeof(IngestFunctions));
        await PutAsync("anna/long");
        await Journal.NextAsync(1);
        await using var two = await StartAsync(typeof(IngestFunctions));

        // Twice the claim's life; a takeover would be a second entry.
        await Task.Delay(TimeSpan.FromSeconds(4));
        Journal.Entries.Count.ShouldBe(1);
        release.SetResult();

        await Journal.UntilAsync(async () => (await ReceiptsAsync()) is ["Done"]);
        Journal.Entries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_claim_that_ran_out_is_taken_over_and_counts_as_a_try()
    {
        await AbandonedAsync("anna/1", tries: 1, until: "2026-01-01T00:00:00Z", owner: "elsewhere|1|2|3");
        await using var app = await StartAsync(typeof(IngestFunctions));

        await Journal.NextAsync(1);

        await Journal.UntilAsync(async () => (await ReceiptsAsync()) is ["Done"]);
        (await TriesAsync()).ShouldBe("2");
    }

    [Fact]
    public async Task A_claim_that_holds_is_left_alone_until_it_runs_out()
    {
        var until = TimeProvider.System.GetUtcNow().AddSeconds(2);
        await AbandonedAsync("anna/1", tries: 1, until.ToString("O", null), owner: "elsewhere|1|2|3");
        await using var app = await StartAsync(typeof(IngestFunctions));

        await Journal.NextAsync(1);

        TimeProvider.System.GetUtcNow().ShouldBeGreaterThanOrEqualTo(until);
    }

    [Fact]
    public async Task A_claim_of_a_process_of_this_machine_that_ended_is_taken_over_at_once()
    {
        var parts = new HostInstance().Id.Split('|');
        parts[2] = "1";
        await AbandonedAsync("anna/1", tries: 1, "2999-01-01T00:00:00Z", owner: string.Join('|', parts));
        await using var app = await StartAsync(typeof(IngestFunctions));

        (await Journal.NextAsync(1)).ShouldBe(["anna/1: anna, 1"]);
    }

    [Fact]
    public async Task A_blob_whose_last_try_took_the_process_with_it_is_given_up_without_another_run()
    {
        await AbandonedAsync("anna/1", tries: 5, until: "2026-01-01T00:00:00Z", owner: "elsewhere|1|2|3");
        await using var app = await StartAsync(typeof(IngestFunctions));

        await Journal.UntilAsync(async () => (await ReceiptsAsync()) is ["Poisoned"]);

        Journal.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trigger_fed_by_event_grid_does_not_run()
    {
        await using var app = await StartAsync(typeof(EventGridFunctions));
        await PutAsync("one");

        (await Journal.NextAsync(1)).ShouldBe(["scan one"]);
        await Journal.UntilAsync(async () => (await ReceiptsAsync()) is ["Done"]);
        Journal.Entries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_disabled_function_does_not_run()
    {
        await using var app = await StartAsync(typeof(ContentFunctions), new() { ["AzureWebJobs.AsText.Disabled"] = "true" });
        await PutAsync("one", "four");

        (await Journal.NextAsync(1)).ShouldBe(["bytes 4"]);
        await Journal.UntilAsync(async () => (await ReceiptsAsync()) is ["Done"]);
        Journal.Entries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Several_functions_see_the_same_blob_as_text_and_as_bytes()
    {
        await using var app = await StartAsync(typeof(ContentFunctions));
        await PutAsync("one", "four");

        (await Journal.NextAsync(2)).Order(StringComparer.Ordinal).ShouldBe(["bytes 4", "text four"]);
    }

    [Fact]
    public async Task A_stream_and_the_blob_s_metadata_bind_and_connection_names_a_setting()
    {
        await using var app = await StartAsync(typeof(BindingFunctions), new() { ["Other"] = Azurite.ConnectionString });
        await PutAsync("in/a.tar.gz", "hello", new() { ["colour"] = "blue" });

        (await Journal.NextAsync(1)).ShouldBe([$"a.tar|gz|hello|blue|a.tar.gz|{Unique}/in/a.tar.gz"]);
    }

    [Fact]
    public async Task No_more_run_at_a_time_than_host_json_allows()
    {
        var running = 0;
        var most = 0;
        Journal.Behaviour = async (_, cancellationToken) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(TimeSpan.FromMilliseconds(30), cancellationToken);
            Interlocked.Decrement(ref running);
        };
        for (var i = 0; i < 20; i++)
        {
            await PutAsync($"anna/{i}");
        }

        await using var app = await StartAsync(
            typeof(IngestFunctions), new() { ["AzureFunctionsJobHost:extensions:blobs:maxDegreeOfParallelism"] = "3" });
        await Journal.NextAsync(20);

        most.ShouldBe(3);
    }

    [Fact]
    public async Task Receipts_of_blobs_that_are_gone_are_swept_and_those_of_blobs_that_stay_are_kept()
    {
        await using (await StartAsync(typeof(IngestFunctions)))
        {
            await PutAsync("anna/stays");
            await PutAsync("anna/goes");
            await PutAsync("anna/written-again", "first");
            await Journal.NextAsync(3);
        }

        await Container.DeleteBlobAsync("anna/goes");
        await PutAsync("anna/written-again", "second");
        await using var sweeping = await StartAsync(
            typeof(IngestFunctions),
            configure: static builder => builder.Services.AddSingleton(new TriggerTimings { Sweep = TimeSpan.FromMilliseconds(100) }));

        (await Journal.NextAsync(1)).ShouldBe(["anna/written-again: anna, written-again"]);
        await Journal.UntilAsync(async () => (await ReceiptsAsync()) is ["Done", "Done"]);
        Journal.Entries.Count.ShouldBe(4);
    }

    private async Task AbandonedAsync(string name, int tries, string until, string owner)
    {
        await using (await StartAsync(typeof(IngestFunctions)))
        {
            await PutAsync(name);
            await Journal.NextAsync(1);
            await Journal.UntilAsync(async () => (await ReceiptsAsync()) is ["Done"]);
        }

        Journal.Clear();
        var records = Service.GetBlobContainerClient("azure-webjobs-hosts");
        await foreach (var receipt in records.GetBlobsAsync(new GetBlobsOptions { Prefix = $"blobreceipts/{Unique}/", Traits = BlobTraits.Metadata }))
        {
            var metadata = new Dictionary<string, string>(receipt.Metadata, StringComparer.OrdinalIgnoreCase)
            {
                ["state"] = "Claimed",
                ["owner"] = owner,
                ["tries"] = $"{tries}",
                ["until"] = until,
            };
            await records.GetBlobClient(receipt.Name).SetMetadataAsync(metadata);
        }
    }
}
