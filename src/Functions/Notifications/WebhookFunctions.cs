using Magpie.Functions.Assets;
using Magpie.Functions.Http;
using Magpie.Functions.Idempotency;
using Magpie.Notifications;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Notifications;

/// <summary>Where an account says who is told of its assets.</summary>
public sealed class WebhookFunctions(WebhookService webhooks)
{
    private static readonly Problem NotFound =
        new(StatusCodes.Status404NotFound, "webhook-not-found", "This account has no webhook of this id.");

    [Function("CreateWebhook")]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync(request, MagpieJson.Default.WebhookRequest, request.HttpContext.RequestAborted);
        if (problem is not null)
        {
            return problem;
        }

        var account = request.HttpContext.GetCaller().Account;
        return await webhooks.AddAsync(account, body!.Url, body.Events, PublicHost.Of(request), cancellationToken) switch
        {
            WebhookResult.Added added => Added(added.Webhook, request),
            WebhookResult.Refused refused => Problems.BadRequest(refused.Code, refused.Message),
            WebhookResult.TooMany many => new Problem(
                StatusCodes.Status409Conflict, "too-many-webhooks", $"An account has at most {many.Limit} webhooks. Remove one first."),
            _ => Problems.Internal,
        };
    }

    /// <summary>The secret is in this answer and in no repeat of it.</summary>
    private static JsonAnswer<NewWebhookResponse> Added(Webhook webhook, HttpRequest request)
    {
        var response = NewWebhookResponse.From(webhook);
        request.HttpContext.Features.Set(new AnswerForRepeats(Created(response with { Secret = null })));
        return Created(response);

        static JsonAnswer<NewWebhookResponse> Created(NewWebhookResponse response) =>
            new(response, MagpieJson.Default.NewWebhookResponse, StatusCodes.Status201Created);
    }

    [Function("ListWebhooks")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/webhooks")] HttpRequest request, CancellationToken cancellationToken)
    {
        var found = await webhooks.ListAsync(request.HttpContext.GetCaller().Account, cancellationToken);
        return new JsonAnswer<WebhooksResponse>(new([.. found.Select(WebhookResponse.From)]), MagpieJson.Default.WebhooksResponse);
    }

    [Function("DeleteWebhook")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/webhooks/{id:length(32)}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        await webhooks.RemoveAsync(request.HttpContext.GetCaller().Account, id, cancellationToken);
        return StatusAnswer.NoContent;
    }

    [Function("TestWebhook")]
    public async Task<IResult> TestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/{id:length(32)}/test")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await webhooks.TestAsync(request.HttpContext.GetCaller().Account, id, cancellationToken) is { } result
            ? new JsonAnswer<WebhookTestResponse>(
                new(result.Outcome == SendOutcome.Delivered, result.Status, result.Reason), MagpieJson.Default.WebhookTestResponse)
            : NotFound;

    [Function("ListParkedDeliveries")]
    public async Task<IResult> ParkedAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/webhooks/parked")] HttpRequest request, CancellationToken cancellationToken)
    {
        var parked = await webhooks.ParkedAsync(request.HttpContext.GetCaller().Account, cancellationToken);
        return new JsonAnswer<ParkedResponse>(new([.. parked.Select(ParkedDeliveryResponse.From)]), MagpieJson.Default.ParkedResponse);
    }

    [Function("RetryParkedDeliveries")]
    public async Task<IResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/webhooks/{id:length(32)}/retry")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await webhooks.RetryAsync(request.HttpContext.GetCaller().Account, id, cancellationToken) switch
        {
            RetryResult.Queued queued => new JsonAnswer<RetryResponse>(
                new(queued.Count, queued.MayBeMore), MagpieJson.Default.RetryResponse, StatusCodes.Status202Accepted),
            RetryResult.Disabled => new Problem(
                StatusCodes.Status409Conflict, "webhook-disabled", "The webhook is disabled: its receiver answered 410. Remove it and add it again."),
            _ => NotFound,
        };
}
