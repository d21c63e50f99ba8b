using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests.Queues;

[Collection(AzuriteCollection.Name)]
public sealed class QueueTests(Azurite azurite)
{
    private static readonly TimeSpan Hidden = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(QueueMessageEncoding.None)]
    [InlineData(QueueMessageEncoding.Base64)]
    public async Task A_message_is_received_as_it_was_sent(QueueMessageEncoding encoding)
    {
        const string Text = "{\"a\":\"<naïve> & 日本 😀\"}\r\n  ";
        var queue = await NewQueueAsync(encoding);

        var sent = (await queue.SendMessageAsync(Text)).Value;
        var received = (await queue.ReceiveMessagesAsync(maxMessages: 32, Hidden)).Value.ShouldHaveSingleItem();

        received.MessageText.ShouldBe(Text);
        received.Body.ToString().ShouldBe(Text);
        received.MessageId.ShouldBe(sent.MessageId);
        received.DequeueCount.ShouldBe(1);
        received.InsertedOn.ShouldBe(sent.InsertionTime);
        received.ExpiresOn.ShouldBe(sent.ExpirationTime);
        received.NextVisibleOn!.Value.ShouldBeGreaterThan(sent.InsertionTime);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\n")]
    public async Task A_message_of_nothing_to_see_is_received_as_it_was_sent(string text)
    {
        var queue = await NewQueueAsync();

        await queue.SendMessageAsync(text);

        (await queue.ReceiveMessageAsync()).Value!.MessageText.ShouldBe(text);
    }

    [Fact]
    public async Task Any_bytes_go_through_in_base64()
    {
        var queue = await NewQueueAsync(QueueMessageEncoding.Base64);
        byte[] bytes = [0, 1, 255, 13, 10];

        await queue.SendMessageAsync(BinaryData.FromBytes(bytes));

        (await queue.PeekMessagesAsync(1)).Value.ShouldHaveSingleItem().Body.ToArray().ShouldBe(bytes);
    }

    [Fact]
    public async Task A_received_message_is_hidden_from_others_until_it_is_shown_again()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("m");
        var first = (await queue.ReceiveMessageAsync(Hidden)).Value!;

        (await queue.ReceiveMessagesAsync()).Value.ShouldBeEmpty();
        (await queue.ReceiveMessageAsync()).Value.ShouldBeNull();
        var shown = (await queue.UpdateMessageAsync(first.MessageId, first.PopReceipt, visibilityTimeout: TimeSpan.Zero)).Value;
        var second = (await queue.ReceiveMessageAsync(Hidden)).Value!;

        second.DequeueCount.ShouldBe(2);
        second.MessageText.ShouldBe("m");
        first.Update(shown).PopReceipt.ShouldBe(shown.PopReceipt);
    }

    [Fact]
    public async Task An_updated_message_has_its_new_text()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("old");
        var received = (await queue.ReceiveMessageAsync(Hidden)).Value!;

        await queue.UpdateMessageAsync(received.MessageId, received.PopReceipt, "new", TimeSpan.Zero);

        (await queue.ReceiveMessageAsync()).Value!.MessageText.ShouldBe("new");
    }

    [Fact]
    public async Task A_message_is_deleted_with_its_last_receipt_only()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("m");
        var received = (await queue.ReceiveMessageAsync(Hidden)).Value!;
        var updated = (await queue.UpdateMessageAsync(received.MessageId, received.PopReceipt, visibilityTimeout: Hidden)).Value;

        var failure = await Should.ThrowAsync<RequestFailedException>(() => queue.DeleteMessageAsync(received.MessageId, received.PopReceipt));
        failure.Status.ShouldBe(400);
        failure.ErrorCode.ShouldBe(QueueErrorCode.PopReceiptMismatch.ToString());
        await queue.DeleteMessageAsync(received.MessageId, updated.PopReceipt);
        (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_message_sent_hidden_is_counted_but_not_received()
    {
        var queue = await NewQueueAsync();
        await queue.SendMessageAsync("later", visibilityTimeout: Hidden, timeToLive: TimeSpan.FromHours(1));

        (await queue.ReceiveMessagesAsync()).Value.ShouldBeEmpty();
        (await queue.PeekMessagesAsync()).Value.ShouldBeEmpty();
        (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount.ShouldBe(1);
    }

    [Fact]
    public async Task Up_to_32_messages_are_received_at_once_in_order()
    {
        var queue = await NewQueueAsync();
        for (var i = 0; i < 40; i++)
        {
            await queue.SendMessageAsync($"{i:00}");
        }

        var first = (await queue.ReceiveMessagesAsync(32, Hidden)).Value;
        var rest = (await queue.ReceiveMessagesAsync(32, Hidden)).Value;

        first.Concat(rest).Select(message => message.MessageText).ShouldBe(Enumerable.Range(0, 40).Select(i => $"{i:00}"));
        await queue.ClearMessagesAsync();
        (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount.ShouldBe(0);
    }

    [Fact]
    public async Task A_queue_is_created_once_and_keeps_its_metadata()
    {
        var queue = new QueueServiceClient(azurite.ConnectionString).GetQueueClient(Names.Queue());
        var metadata = new Dictionary<string, string> { ["owner"] = "demo" };

        (await queue.ExistsAsync()).Value.ShouldBeFalse();
        (await queue.CreateIfNotExistsAsync(metadata))!.Status.ShouldBe(201);
        (await queue.CreateIfNotExistsAsync(metadata)).ShouldBeNull();
        (await queue.GetPropertiesAsync()).Value.Metadata.ShouldBe(metadata);
        (await queue.ExistsAsync()).Value.ShouldBeTrue();
        (await queue.DeleteIfExistsAsync()).Value.ShouldBeTrue();
        (await queue.DeleteIfExistsAsync()).Value.ShouldBeFalse();
        var failure = await Should.ThrowAsync<RequestFailedException>(() => queue.SendMessageAsync("m"));
        failure.Status.ShouldBe(404);
        failure.ErrorCode.ShouldBe(QueueErrorCode.QueueNotFound.ToString());
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_refused()
    {
        var queue = await NewQueueAsync();

        var failure = await Should.ThrowAsync<RequestFailedException>(() => queue.SendMessageAsync(new string('x', queue.MessageMaxBytes + 1)));

        failure.Status.ShouldBeOneOf(400, 413);
        (await queue.SendMessageAsync(new string('x', queue.MessageMaxBytes))).GetRawResponse().Status.ShouldBe(201);
    }

    private async Task<QueueClient> NewQueueAsync(QueueMessageEncoding encoding = QueueMessageEncoding.None)
    {
        var queue = new QueueClient(azurite.ConnectionString, Names.Queue(), new QueueClientOptions { MessageEncoding = encoding });
        await queue.CreateAsync();
        return queue;
    }
}
