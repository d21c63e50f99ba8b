using Magpie.Assets;
using Magpie.Functions.Http;
using Magpie.Search;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Assets;

/// <summary>Where assets are edited and deleted.</summary>
public sealed class AssetChangeFunctions(AssetEditor editor, AssetRemoval removal, SearchFreshness search)
{
    [Function("EditAsset")]
    public async Task<IResult> EditAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/assets/{id:length(32)}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync(request, MagpieJson.Default.AssetPatch, request.HttpContext.RequestAborted);
        if (problem is not null)
        {
            return problem;
        }

        return await editor.EditAsync(
            request.HttpContext.GetCaller(), id, body!.ToEdit(), stored => EntityTag.MayChange(request, stored), cancellationToken) switch
        {
            EditResult.Edited edited => AssetFunctions.Answer(edited.Stored, request),
            EditResult.Changed => Problems.Changed,
            EditResult.Refused refused => Problems.BadRequest(refused.Error.Code, refused.Error.Message),
            EditResult.NotEditable other => new Problem(
                StatusCodes.Status409Conflict, "not-editable", $"The asset is {other.State.ToName()}; there is nothing left to change."),
            _ => Problems.AssetNotFound,
        };
    }

    [Function("DeleteAsset")]
    public async Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/assets/{id:length(32)}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var caller = request.HttpContext.GetCaller();
        if (await removal.RemoveAsync(caller, id, stored => EntityTag.MayChange(request, stored), cancellationToken) != RemovalResult.Gone)
        {
            return Problems.Changed;
        }

        await search.GoneAsync(caller.Account, cancellationToken);
        return StatusAnswer.NoContent;
    }
}
