using System.Security.Cryptography;
using System.Text;
using Magpie.Assets;
using Magpie.Functions.Http;
using Magpie.Inputs;
using Magpie.Search;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>Changes and deletes inputs, and notes what they show.</summary>
internal sealed class V2InputChanges(InputEditor editor, InputRemoval removal, SearchFreshness search, V2InputReader reader, V2InputText text, TimeProvider time)
{
    /// <summary>How long one request deletes; what is left then, the next one does.</summary>
    private static readonly TimeSpan DeletionLimit = TimeSpan.FromSeconds(60);

    public async Task<IResult> PatchAsync(V2Call call, CancellationToken cancellationToken)
    {
        var request = await call.ReadAsync(ClarifaiJson.Default.V2InputsRequest, cancellationToken);
        var action = ActionOf(request.Action);
        var inputs = V2InputReader.InputsOf(request);
        if (call.Variables.Count > 0 && inputs.Count > 1)
        {
            throw V2Exception.BadRequest(V2Code.InvalidRequest, "The path names one input, and the body several.");
        }

        var changed = new List<(V2Input? Answer, V2Exception? Error)>();
        foreach (var input in inputs)
        {
            changed.Add(await V2Sum.TryAsync(() => PatchAsync(call, call.Variables.Count > 0 ? call.Variables[0] : input.Id, input.Data, action, cancellationToken)));
        }

        V2Sum.ThrowIfAll([.. changed.Select(change => change.Error)]);
        var (http, status) = V2Sum.Of([.. changed.Select(change => change.Error is null)]);
        var answers = inputs.Zip(changed, static (input, change) => change.Answer ?? V2Inputs.Refused(input.Id, input.Data, change.Error!.Status));
        return new JsonAnswer<V2InputsResponse>(new(status, [.. answers]), ClarifaiJson.Default.V2InputsResponse, http);
    }

    public async Task<IResult> AnnotateAsync(V2Call call, CancellationToken cancellationToken)
    {
        var request = await call.ReadAsync(ClarifaiJson.Default.V2AnnotationsRequest, cancellationToken);
        var annotations = request.Annotations ?? [];
        if (annotations.Count is 0 or > V2InputReader.MaxInputs || annotations.Contains(null))
        {
            throw V2Exception.BadRequest(V2Code.AnnotationInvalid, $"Send 1 to {V2InputReader.MaxInputs} annotations in \"annotations\".");
        }

        var noted = new List<(V2Annotation? Answer, V2Exception? Error)>();
        foreach (var annotation in annotations)
        {
            noted.Add(await V2Sum.TryAsync(() => AnnotateAsync(call, annotation!, cancellationToken)));
        }

        V2Sum.ThrowIfAll([.. noted.Select(note => note.Error)]);
        var (http, status) = V2Sum.Of([.. noted.Select(note => note.Error is null)], "annotations");
        var answers = annotations.Zip(noted, static (annotation, note) => note.Answer ?? new V2Annotation { InputId = annotation!.InputId, Status = note.Error!.Status });
        return new JsonAnswer<V2AnnotationsResponse>(new(status, [.. answers]), ClarifaiJson.Default.V2AnnotationsResponse, http);
    }

    public async Task<IResult> DeleteAsync(V2Call call, CancellationToken cancellationToken) =>
        await removal.RemoveAsync(call.Caller, call.Variables[0], cancellationToken) ? await GoneAsync(call, cancellationToken) : throw V2Inputs.NotFound();

    public async Task<IResult> DeleteManyAsync(V2Call call, CancellationToken cancellationToken)
    {
        var request = await call.ReadAsync(ClarifaiJson.Default.V2InputsRequest, cancellationToken);
        if (request.DeleteAll == true)
        {
            return await removal.RemoveAllAsync(call.Caller, DeletionLimit, cancellationToken)
                ? await GoneAsync(call, cancellationToken)
                : throw new V2Exception(StatusCodes.Status503ServiceUnavailable, V2Code.TryAgain, "Many inputs are deleted, but not all yet. Send the request again.", TimeSpan.FromSeconds(1));
        }

        var ids = request.Ids ?? [];
        if (ids.Count is 0 or > V2InputReader.MaxInputs)
        {
            throw V2Exception.BadRequest(V2Code.InvalidRequest, $"Send 1 to {V2InputReader.MaxInputs} ids in \"ids\", or \"delete_all\": true.");
        }

        var found = new List<bool>();
        foreach (var id in ids)
        {
            found.Add(await removal.RemoveAsync(call.Caller, id ?? "", cancellationToken));
        }

        return found.Contains(true) ? await GoneAsync(call, cancellationToken) : throw V2Inputs.NotFound();
    }

    /// <summary>An id for what was said of an input: there is one annotation an input, which everything is merged into.</summary>
    public static string AnnotationIdOf(string assetId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"annotation {assetId}")))[..32];

    private async Task<IResult> GoneAsync(V2Call call, CancellationToken cancellationToken)
    {
        await search.GoneAsync(call.Caller.Account, cancellationToken);
        return Ok();
    }

    private static JsonAnswer<V2StatusResponse> Ok() => new(new(V2Code.Ok.ToStatus()), ClarifaiJson.Default.V2StatusResponse);

    private static InputAction ActionOf(string? action) => action switch
    {
        null or "" or "merge" => InputAction.Merge,
        "overwrite" => InputAction.Overwrite,
        "remove" => InputAction.Remove,
        _ => throw V2Exception.BadRequest(V2Code.InvalidRequest, "\"action\" must be \"merge\", \"overwrite\" or \"remove\"."),
    };

    private V2Annotation Answer(Asset asset, V2Data data) => new()
    {
        Id = AnnotationIdOf(asset.Id),
        InputId = InputFinder.IdOf(asset),
        Data = new V2Data { Concepts = data.Concepts },
        CreatedAt = time.GetUtcNow(),
        Status = V2Code.AnnotationSuccess.ToStatus(),
    };

    private async Task<V2Input> PatchAsync(V2Call call, string? id, V2Data? data, InputAction action, CancellationToken cancellationToken)
    {
        var edit = await reader.ReadEditAsync(call.Caller, data, action, cancellationToken);
        var asset = await EditAsync(call, id, edit, cancellationToken);
        if (action != InputAction.Remove)
        {
            await reader.KeepConceptsAsync(call.Caller, data, cancellationToken);
        }

        return await text.OfAsync(asset, call.Request, cancellationToken);
    }

    private async Task<V2Annotation> AnnotateAsync(V2Call call, V2Annotation annotation, CancellationToken cancellationToken)
    {
        var edit = await reader.ReadEditAsync(call.Caller, annotation.Data, InputAction.Merge, cancellationToken);
        if (edit is { Present: null, Absent: null })
        {
            throw V2Exception.BadRequest(V2Code.AnnotationInvalid, "An annotation needs \"data.concepts\": nothing else is kept of one.");
        }

        var asset = await EditAsync(call, annotation.InputId, edit, cancellationToken);
        await reader.KeepConceptsAsync(call.Caller, annotation.Data, cancellationToken);
        return Answer(asset, annotation.Data!);
    }

    private async Task<Asset> EditAsync(V2Call call, string? id, InputEdit edit, CancellationToken cancellationToken) =>
        await editor.EditAsync(call.Caller, id ?? "", edit, cancellationToken) switch
        {
            InputResult.Done done => done.Asset,
            InputResult.Refused refused => throw V2Refusals.Of(refused.Error.Code, refused.Error.Message),
            _ => throw V2Inputs.NotFound(),
        };
}
