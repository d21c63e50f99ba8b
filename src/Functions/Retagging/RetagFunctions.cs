using System.Text.Json;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Functions.Http;
using Magpie.Retagging;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Retagging;

/// <summary>Where assets are tagged again: one at once, all of an account as a job.</summary>
public sealed class RetagFunctions(Retagger retagger, RetagRunner runner, IRetagJobs jobs)
{
    [Function("RetagAsset")]
    public async Task<IResult> OneAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/assets/{id:length(32)}/retag")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await retagger.RetagAsync(request.HttpContext.GetCaller(), id, cancellationToken) switch
        {
            RetagResult.Retagged tagged => AssetFunctions.Answer(tagged.Stored, request),
            RetagResult.NotTaggable { Asset: { State: AssetState.Ready } } => new Problem(
                StatusCodes.Status409Conflict, "not-taggable", "There is no picture of the asset to look at: a video needs ffmpeg on this machine, or a poster that it got when it came."),
            RetagResult.NotTaggable other => new Problem(
                StatusCodes.Status409Conflict, "not-ready", $"The asset is {other.Asset.State.ToName()}; only one that is ready can be tagged again."),
            RetagResult.NoModel => new Problem(
                StatusCodes.Status503ServiceUnavailable, "no-model", "No model is installed, or none answered; the asset's tags stay as they are."),
            _ => Problems.AssetNotFound,
        };

    [Function("RetagAssets")]
    public async Task<IResult> AllAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/assets/retag")] HttpRequest request, CancellationToken cancellationToken)
    {
        var job = await runner.StartAsync(request.HttpContext.GetCaller().Account, cancellationToken);
        request.HttpContext.Response.Headers.Location = $"/api/jobs/{job.Ticket}";
        return new JsonAnswer<JobResponse>(JobResponse.From(job), MagpieJson.Default.JobResponse, StatusCodes.Status202Accepted);
    }

    [Function("GetJob")]
    public async Task<IResult> JobAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/jobs/{ticket:length(32)}")] HttpRequest request,
        string ticket,
        CancellationToken cancellationToken) =>
        AssetId.IsValid(ticket) && await jobs.FindAsync(request.HttpContext.GetCaller().Account, ticket, cancellationToken) is { } found
            ? new JsonAnswer<JobResponse>(JobResponse.From(found.Job), MagpieJson.Default.JobResponse)
            : new Problem(StatusCodes.Status404NotFound, "job-not-found", "This account has no job of this ticket.");

    [Function("RetagPage")]
    public async Task RunAsync([QueueTrigger(TableRetagJobs.Queue)] string message, CancellationToken cancellationToken)
    {
        if (JsonSerializer.Deserialize(message, MagpieJson.Default.RetagMessage) is { } page)
        {
            await runner.RunAsync(page.Account, page.Ticket, cancellationToken);
        }
    }

    /// <summary>After the last try the host puts the message here.</summary>
    [Function("RetagGiveUp")]
    public async Task GiveUpAsync([QueueTrigger(TableRetagJobs.Queue + "-poison")] string message, CancellationToken cancellationToken)
    {
        if (JsonSerializer.Deserialize(message, MagpieJson.Default.RetagMessage) is { } page)
        {
            await runner.GiveUpAsync(page.Account, page.Ticket, cancellationToken);
        }
    }
}

/// <summary>A job as the API shows it.</summary>
/// <param name="State"><c>running</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Total">Assets to look at; null until they are counted.</param>
/// <param name="Skipped">Assets without a picture to look at, and those deleted meanwhile.</param>
/// <param name="Model">What the assets are tagged with now.</param>
public sealed record JobResponse(
    string Ticket, string State, int? Total, int Done, int Skipped, int Failed, string? Model, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt)
{
    public static JobResponse From(RetagJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new(
            job.Ticket, JsonNamingPolicy.CamelCase.ConvertName(job.State.ToString()), job.Total, job.Done, job.Skipped, job.Failed, job.Model,
            job.CreatedAt, job.FinishedAt);
    }
}
