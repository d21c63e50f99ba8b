namespace Azure.Storage.Queues.Models;

/// <summary>A received message: nobody else sees it until <see cref="NextVisibleOn"/>.</summary>
public class QueueMessage
{
    internal QueueMessage()
    {
    }

    public string MessageId { get; internal set; } = "";

    /// <summary>What updates and deletes this receipt of the message; it changes with each of them.</summary>
    public string PopReceipt { get; internal set; } = "";

    public BinaryData Body { get; internal set; } = BinaryData.Empty;

    public string MessageText => Body.ToString();

    public DateTimeOffset? NextVisibleOn { get; internal set; }

    public DateTimeOffset? InsertedOn { get; internal set; }

    public DateTimeOffset? ExpiresOn { get; internal set; }

    /// <summary>How often the message was received, this time included.</summary>
    public long DequeueCount { get; internal set; }

    /// <summary>The message as it is after an update.</summary>
    public QueueMessage Update(UpdateReceipt updated) => new()
    {
        MessageId = MessageId,
        PopReceipt = updated.PopReceipt,
        Body = Body,
        NextVisibleOn = updated.NextVisibleOn,
        InsertedOn = InsertedOn,
        ExpiresOn = ExpiresOn,
        DequeueCount = DequeueCount,
    };
}

/// <summary>A message looked at without being received.</summary>
public class PeekedMessage
{
    internal PeekedMessage(QueueMessage message)
    {
        MessageId = message.MessageId;
        Body = message.Body;
        InsertedOn = message.InsertedOn;
        ExpiresOn = message.ExpiresOn;
        DequeueCount = message.DequeueCount;
    }

    public string MessageId { get; }

    public BinaryData Body { get; }

    public string MessageText => Body.ToString();

    public DateTimeOffset? InsertedOn { get; }

    public DateTimeOffset? ExpiresOn { get; }

    public long DequeueCount { get; }
}

/// <summary>A message after it was sent.</summary>
public class SendReceipt
{
    internal SendReceipt(QueueMessage message)
    {
        MessageId = message.MessageId;
        PopReceipt = message.PopReceipt;
        InsertionTime = message.InsertedOn.GetValueOrDefault();
        ExpirationTime = message.ExpiresOn.GetValueOrDefault();
        TimeNextVisible = message.NextVisibleOn.GetValueOrDefault();
    }

    public string MessageId { get; }

    public DateTimeOffset InsertionTime { get; }

    public DateTimeOffset ExpirationTime { get; }

    public string PopReceipt { get; }

    public DateTimeOffset TimeNextVisible { get; }
}

/// <summary>A message after it was updated.</summary>
public class UpdateReceipt
{
    internal UpdateReceipt(string popReceipt, DateTimeOffset nextVisibleOn) => (PopReceipt, NextVisibleOn) = (popReceipt, nextVisibleOn);

    public string PopReceipt { get; }

    public DateTimeOffset NextVisibleOn { get; }
}

/// <summary>A queue's properties.</summary>
public class QueueProperties
{
    public QueueProperties()
    {
    }

    internal QueueProperties(long count, IDictionary<string, string> metadata) => (ApproximateMessagesCountLong, Metadata) = (count, metadata);

    public IDictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Messages in the queue, those being worked on included; never less than there are.</summary>
    public int ApproximateMessagesCount => checked((int)ApproximateMessagesCountLong);

    public long ApproximateMessagesCountLong { get; }
}

/// <summary>Makes models for tests of code that receives them, and for hosts that pass them on.</summary>
public static class QueuesModelFactory
{
    public static QueueMessage QueueMessage(
        string messageId,
        string popReceipt,
        BinaryData body,
        long dequeueCount,
        DateTimeOffset? nextVisibleOn = null,
        DateTimeOffset? insertedOn = null,
        DateTimeOffset? expiresOn = null) => new()
        {
            MessageId = messageId,
            PopReceipt = popReceipt,
            Body = body,
            DequeueCount = dequeueCount,
            NextVisibleOn = nextVisibleOn,
            InsertedOn = insertedOn,
            ExpiresOn = expiresOn,
        };
}
