using Magpie.Assets;
using Magpie.Functions.Http;
using Magpie.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Uploads;

/// <summary>Where clients ask for a place to put a file.</summary>
public sealed class UploadFunctions(UploadService uploads)
{
    public const string Create = "CreateUploads";
    public const string Renew = "RenewUpload";

    [Function(Create)]
    public async Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/uploads")] HttpRequest request, CancellationToken cancellationToken)
    {
        var (key, badKey) = IdempotencyKey.Read(request);
        if (badKey is not null)
        {
            return badKey;
        }

        var (body, badBody) = await JsonBody.ReadAsync(request, MagpieJson.Default.UploadRequest, request.HttpContext.RequestAborted);
        if (badBody is not null)
        {
            return badBody;
        }

        return await uploads.ReserveAsync(request.HttpContext.GetCaller(), body!.Described(), key, cancellationToken) switch
        {
            ReserveResult.Reserved reserved => new JsonAnswer<UploadsResponse>(
                new([.. reserved.Tickets.Select(UploadResponse.From)]), MagpieJson.Default.UploadsResponse, StatusCodes.Status201Created),
            ReserveResult.Refused refused => Problems.BadUpload(refused.Errors),
            _ => IdempotencyKey.Reused,
        };
    }

    [Function(Renew)]
    public async Task<IResult> RenewAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/uploads/{id:length(32)}/renew")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) =>
        await uploads.RenewAsync(request.HttpContext.GetCaller(), id, cancellationToken) switch
        {
            RenewResult.Renewed renewed => new JsonAnswer<UploadResponse>(UploadResponse.From(renewed.Ticket), MagpieJson.Default.UploadResponse),
            RenewResult.NotReserved other => new Problem(
                StatusCodes.Status409Conflict, "not-reserved", $"The upload is {other.State.ToName()}; only one that is reserved has a URL."),
            _ => Problems.AssetNotFound,
        };
}
