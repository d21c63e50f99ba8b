using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Magpie.Assets;
using Magpie.Fetching;
using Magpie.Functions.Assets;
using Magpie.Functions.Fetching;
using Magpie.Functions.Http;
using Magpie.Notifications;

namespace Magpie.Functions.Notifications;

/// <summary>Signs an event and POSTs it, once. What the receiver answers is its status; the body is read only to use the connection again.</summary>
public sealed class WebhookSender(GuardedHttp http, FetchAllowance allowance, NotificationOptions options, TimeProvider time) : IEventSender
{
    public const string SignatureHeader = "Magpie-Signature";
    public const string EventIdHeader = "Magpie-Event-Id";
    public const string AttemptHeader = "Magpie-Delivery-Attempt";

    /// <summary>Bytes of an answer that are read at most.</summary>
    private const int MaxAnswer = 64 << 10;

    private static readonly ProductInfoHeaderValue UserAgent = new("Magpie-Webhooks", "1");

    public async Task<SendResult> SendAsync(Webhook webhook, EventDelivery delivery, Asset? asset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        ArgumentNullException.ThrowIfNull(delivery);
        var (url, problem) = FetchUrl.Parse(webhook.Url, allowance);
        if (url is null)
        {
            // What was allowed once may not be any more.
            return new SendResult(SendOutcome.Failed, Reason: problem);
        }

        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = Request(url, webhook, delivery, asset);
            using var response = await http.SendAsync(request, ended.Token);
            await DrainAsync(response, ended.Token);
            return Read(response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SendResult(SendOutcome.Failed, Reason: $"The receiver did not answer within {options.Timeout.TotalSeconds:0} seconds.");
        }
        catch (HttpRequestException exception)
        {
            return new SendResult(SendOutcome.Failed, Reason: Describe(exception));
        }
    }

    private HttpRequestMessage Request(Uri url, Webhook webhook, EventDelivery delivery, Asset? asset)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new EventBody(
                delivery.EventId,
                delivery.Type,
                delivery.CreatedAt,
                webhook.Account,
                asset is null ? null : AssetResponse.From(asset, webhook.Origin)),
            MagpieJson.Default.EventBody);
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
        request.Headers.UserAgent.Add(UserAgent);
        request.Headers.Add(SignatureHeader, WebhookSignature.Create(webhook.Secret, time.GetUtcNow(), body));
        request.Headers.Add(EventIdHeader, delivery.EventId);
        request.Headers.Add(AttemptHeader, $"{delivery.Attempt}");
        return request;
    }

    private SendResult Read(HttpResponseMessage response) => response.StatusCode switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.Ambiguous => new(SendOutcome.Delivered, (int)response.StatusCode),
        HttpStatusCode.Gone => new(SendOutcome.Gone, 410, "The receiver answered 410: it is gone, and the webhook is disabled."),
        >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest => new(
            SendOutcome.Failed, (int)response.StatusCode, $"The receiver answered {(int)response.StatusCode}; redirects are not followed."),
        _ => new(
            SendOutcome.Failed,
            (int)response.StatusCode,
            $"The receiver answered {(int)response.StatusCode}; only 200 to 299 means that it was delivered.",
            RetryAfter(response)),
    };

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } pause } => pause,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    /// <summary>The answer's headers decide; an answer whose body breaks off, or does not end, is one nevertheless.</summary>
    private static async Task DrainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[8 << 10];
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            for (int total = 0, read; total < MaxAnswer && (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                total += read;
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            // Closing the response ends the connection.
        }
    }

    private static string Describe(HttpRequestException exception) => exception switch
    {
        { InnerException: FetchRefusedException refused } => refused.Message,
        { HttpRequestError: HttpRequestError.NameResolutionError } => "The receiver's host name could not be resolved.",
        { HttpRequestError: HttpRequestError.SecureConnectionError } => "The receiver's certificate is not valid, or TLS failed otherwise.",
        { HttpRequestError: HttpRequestError.ConnectionError } => "The receiver could not be connected to.",
        _ => "The receiver's answer broke off, or was none of HTTP.",
    };
}
