using Azure.Storage.Queues;
using Magpie.Tests.Support;

namespace Magpie.AzureFunctions.Tests.Queues;

public sealed class QueueTriggerTests(Azurite azurite) : StorageTests(azurite)
{
    [Fact]
    public async Task A_message_runs_the_function_once_and_is_deleted()
    {
        await using var app = await StartAsync(typeof(TextFunctions));
        await SendAsync("hello");

        (await Journal.NextAsync(1)).ShouldBe(["hello 1"]);
        await UntilEmptyAsync(Queue());
        Journal.Entries.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(typeof(OrderFunctions), """{"NAME":"eggs","count":6}""", "6 of eggs")]
    [InlineData(typeof(MessageFunctions), "hello", "hello True")]
    [InlineData(typeof(BytesFunctions), "az", "617A")]
    [InlineData(typeof(BinaryFunctions), "az", "617A")]
    public async Task A_message_binds_as_an_object_itself_or_bytes(Type functions, string message, string entry)
    {
        await using var app = await StartAsync(functions);
        await SendAsync(message);

        (await Journal.NextAsync(1)).ShouldBe([entry]);
    }

    [Fact]
    public async Task A_message_that_fails_too_often_goes_to_the_poison_queue_as_it_was()
    {
        Journal.Behaviour = static (_, _) => throw new InvalidOperationException("broken");
        await using var app = await StartAsync(
            typeof(TextFunctions), new() { ["AzureFunctionsJobHost:extensions:queues:maxDequeueCount"] = "3" });
        await SendAsync("broken");

        (await Journal.NextAsync(3)).ShouldBe(["broken 1", "broken 2", "broken 3"]);
        (await PoisonAsync()).ShouldBe("broken");
        await UntilEmptyAsync(Queue());
        Journal.Entries.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Bad_json_fails_before_the_function_runs()
    {
        await using var app = await StartAsync(typeof(OrderFunctions));
        await SendAsync("{ not json");

        (await PoisonAsync()).ShouldBe("{ not json");
        Journal.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_is_not_base64_goes_to_the_poison_queue_at_once()
    {
        await using var app = await StartAsync(typeof(TextFunctions));
        var plain = new QueueClient(Azurite.ConnectionString, Unique);
        await plain.CreateIfNotExistsAsync();
        await plain.SendMessageAsync("this is no base64!");

        var poison = new QueueClient(Azurite.ConnectionString, Unique + "-poison");
        await Journal.UntilAsync(async () => await poison.ExistsAsync() && (await poison.PeekMessagesAsync()).Value.Length == 1);
        (await poison.PeekMessagesAsync()).Value[0].MessageText.ShouldBe("this is no base64!");
        Journal.Entries.ShouldBeEmpty();
    }

    [Fact]
    public async Task Plain_messages_are_read_when_host_json_says_so()
    {
        await using var app = await StartAsync(
            typeof(TextFunctions), new() { ["AzureFunctionsJobHost:extensions:queues:messageEncoding"] = "none" });
        var plain = new QueueClient(Azurite.ConnectionString, Unique);
        await plain.CreateIfNotExistsAsync();
        await plain.SendMessageAsync("plain");

        (await Journal.NextAsync(1)).ShouldBe(["plain 1"]);
    }

    [Fact]
    public async Task A_message_stays_hidden_while_its_function_runs()
    {
        var release = new TaskCompletionSource();
        Journal.Behaviour = (_, _) => release.Task;
        await using var one = await StartAsync(typeof(TextFunctions));
        await using var two = await StartAsync(typeof(TextFunctions));
        await SendAsync("long");
        await Journal.NextAsync(1);

        // Twice the lease; without renewal the message would be seen again.
        await Task.Delay(TimeSpan.FromSeconds(4));
        Journal.Entries.Count.ShouldBe(1);
        release.SetResult();

        await UntilEmptyAsync(Queue());
        Journal.Entries.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_message_waits_for_the_visibility_timeout()
    {
        var failed = 0;
        Journal.Behaviour = (_, _) => failed++ == 0 ? throw new InvalidOperationException("once") : Task.CompletedTask;
        await using var app = await StartAsync(
            typeof(TextFunctions), new() { ["AzureFunctionsJobHost:extensions:queues:visibilityTimeout"] = "00:00:02" });
        await SendAsync("again");

        await Journal.NextAsync(1);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        (await Journal.NextAsync(1)).ShouldBe(["again 2"]);

        clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(0.9));
    }

    private async Task SendAsync(string message)
    {
        await Queue().CreateIfNotExistsAsync();
        await Queue().SendMessageAsync(message);
    }

    private async Task<string> PoisonAsync()
    {
        var poison = Queue("-poison");
        await Journal.UntilAsync(async () => await poison.ExistsAsync() && (await poison.PeekMessagesAsync()).Value.Length == 1);
        return (await poison.PeekMessagesAsync()).Value[0].MessageText;
    }

    private static Task UntilEmptyAsync(QueueClient queue) =>
        Journal.UntilAsync(async () => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0);
}
