using System.Globalization;
using Azure.Core;
using Azure.Storage.Common;
using Azure.Storage.Queues.Models;

namespace Azure.Storage.Queues;

public partial class QueueClient
{
    public virtual Task<Response<SendReceipt>> SendMessageAsync(string messageText) =>
        SendMessageAsync(messageText, visibilityTimeout: null, timeToLive: null, CancellationToken.None);

    public virtual Task<Response<SendReceipt>> SendMessageAsync(string messageText, CancellationToken cancellationToken = default) =>
        SendMessageAsync(messageText, visibilityTimeout: null, timeToLive: null, cancellationToken);

    public virtual Task<Response<SendReceipt>> SendMessageAsync(
        string messageText, TimeSpan? visibilityTimeout = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default) =>
        SendMessageAsync(BinaryData.FromString(messageText ?? ""), visibilityTimeout, timeToLive, cancellationToken);

    /// <summary>Puts a message at the queue's end, to be seen after the timeout and dropped after its time to live (7 days unless given).</summary>
    public virtual async Task<Response<SendReceipt>> SendMessageAsync(
        BinaryData message, TimeSpan? visibilityTimeout = null, TimeSpan? timeToLive = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        using var request = MessagesMessage(RequestMethod.Post);
        AppendSeconds(request, "visibilitytimeout", visibilityTimeout);
        AppendSeconds(request, "messagettl", timeToLive);
        request.Request.Headers.SetValue("Content-Type", "application/xml");
        request.Request.Content = Messages.Write(message);
        var response = await Access.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new SendReceipt(Messages.Read(response).Single()), response);
    }

    public virtual Task<Response<QueueMessage[]>> ReceiveMessagesAsync() =>
        ReceiveMessagesAsync(maxMessages: null, visibilityTimeout: null, CancellationToken.None);

    public virtual Task<Response<QueueMessage[]>> ReceiveMessagesAsync(CancellationToken cancellationToken = default) =>
        ReceiveMessagesAsync(maxMessages: null, visibilityTimeout: null, cancellationToken);

    /// <summary>Takes up to 32 messages, which nobody else sees until the timeout (30 s unless given).</summary>
    public virtual async Task<Response<QueueMessage[]>> ReceiveMessagesAsync(
        int? maxMessages = null, TimeSpan? visibilityTimeout = null, CancellationToken cancellationToken = default)
    {
        using var request = MessagesMessage(RequestMethod.Get);
        AppendCount(request, maxMessages);
        AppendSeconds(request, "visibilitytimeout", visibilityTimeout);
        var response = await Access.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(Messages.Read(response).ToArray(), response);
    }

    /// <summary>Takes one message; the response's value is null when there is none.</summary>
    public virtual async Task<Response<QueueMessage>> ReceiveMessageAsync(
        TimeSpan? visibilityTimeout = null, CancellationToken cancellationToken = default)
    {
        var received = await ReceiveMessagesAsync(maxMessages: 1, visibilityTimeout, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(received.Value.FirstOrDefault()!, received.GetRawResponse());
    }

    /// <summary>Looks at up to 32 messages without taking them.</summary>
    public virtual async Task<Response<PeekedMessage[]>> PeekMessagesAsync(
        int? maxMessages = null, CancellationToken cancellationToken = default)
    {
        using var request = MessagesMessage(RequestMethod.Get);
        request.Request.Uri.AppendQuery("peekonly", "true");
        AppendCount(request, maxMessages);
        var response = await Access.SendAsync(request, cancellationToken).ConfigureAwait(false);
        PeekedMessage[] peeked = [.. Messages.Read(response).Select(static message => new PeekedMessage(message))];
        return Response.FromValue(peeked, response);
    }

    public virtual async Task<Response> DeleteMessageAsync(string messageId, string popReceipt, CancellationToken cancellationToken = default)
    {
        using var request = MessageMessage(RequestMethod.Delete, messageId, popReceipt);
        return await Access.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hides a received message for longer and, unless the text is null, replaces it.</summary>
    public virtual Task<Response<UpdateReceipt>> UpdateMessageAsync(
        string messageId,
        string popReceipt,
        string? messageText = null,
        TimeSpan visibilityTimeout = default,
        CancellationToken cancellationToken = default) =>
        UpdateAsync(messageId, popReceipt, messageText is null ? null : BinaryData.FromString(messageText), visibilityTimeout, cancellationToken);

    public virtual Task<Response<UpdateReceipt>> UpdateMessageAsync(
        string messageId,
        string popReceipt,
        BinaryData message,
        TimeSpan visibilityTimeout = default,
        CancellationToken cancellationToken = default) =>
        UpdateAsync(messageId, popReceipt, message, visibilityTimeout, cancellationToken);

    /// <summary>Deletes all messages.</summary>
    public virtual async Task<Response> ClearMessagesAsync(CancellationToken cancellationToken = default)
    {
        using var request = MessagesMessage(RequestMethod.Delete);
        return await Access.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static void AppendSeconds(HttpMessage message, string name, TimeSpan? time)
    {
        if (time is { } span)
        {
            message.Request.Uri.AppendQuery(name, ((long)span.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void AppendCount(HttpMessage message, int? count)
    {
        if (count is { } number)
        {
            message.Request.Uri.AppendQuery("numofmessages", number.ToString(CultureInfo.InvariantCulture));
        }
    }

    private async Task<Response<UpdateReceipt>> UpdateAsync(
        string messageId, string popReceipt, BinaryData? body, TimeSpan visibilityTimeout, CancellationToken cancellationToken)
    {
        using var request = MessageMessage(RequestMethod.Put, messageId, popReceipt);
        AppendSeconds(request, "visibilitytimeout", visibilityTimeout);
        if (body is not null)
        {
            request.Request.Headers.SetValue("Content-Type", "application/xml");
            request.Request.Content = Messages.Write(body);
        }

        var response = await Access.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var receipt = new UpdateReceipt(response.Headers.Text("x-ms-popreceipt") ?? "", response.Headers.Date("x-ms-time-next-visible"));
        return Response.FromValue(receipt, response);
    }

    private HttpMessage MessagesMessage(RequestMethod method)
    {
        var message = Access.CreateMessage(method, Uri);
        message.Request.Uri.AppendPath("/messages", escape: false);
        return message;
    }

    private HttpMessage MessageMessage(RequestMethod method, string messageId, string popReceipt)
    {
        ArgumentException.ThrowIfNullOrEmpty(messageId);
        var message = Access.CreateMessage(method, Uri);
        message.Request.Uri.AppendPath("/messages/", escape: false);
        message.Request.Uri.AppendPath(messageId, escape: true);
        message.Request.Uri.AppendQuery("popreceipt", popReceipt);
        return message;
    }
}
