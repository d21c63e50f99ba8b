using Magpie.Concepts;
using Magpie.Functions.Clarifai.Models;
using Magpie.Functions.Http;
using Magpie.Tagging;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>Tells which models there are.</summary>
internal sealed class V2Models(ModelDirectory directory)
{
    private const string Colors = "color@1";

    private static readonly string Pointer = "Show output_info with: GET /models/{model_id}/output_info";

    public Task<IResult> ListAsync(V2Call call, CancellationToken cancellationToken)
    {
        var (skip, count) = call.Page(null);
        return Task.FromResult<IResult>(Answer(directory.All().Skip(skip).Take(count)));
    }

    public async Task<IResult> SearchAsync(V2Call call, CancellationToken cancellationToken)
    {
        var request = await call.ReadAsync(ClarifaiJson.Default.V2ModelSearchRequest, cancellationToken);
        var (skip, count) = call.Page(request.Pagination);
        var (name, type) = (request.ModelQuery?.Name, request.ModelQuery?.Type);
        if (name is { Length: > Concept.MaxLength })
        {
            throw V2Exception.BadRequest(V2Code.InvalidRequest, $"A model's name has at most {Concept.MaxLength} characters.");
        }

        var pattern = new NamePattern(name ?? "");
        var found = directory.All()
            .Where(model => pattern.IsEmpty || pattern.Matches(model.Name) || directory.Find(name!)?.Id == model.Id)
            .Where(model => type is not { Length: > 0 } || model.Type == type);
        return Answer(found.Skip(skip).Take(count));
    }

    public Task<IResult> GetAsync(V2Call call, CancellationToken cancellationToken) =>
        Task.FromResult<IResult>(new JsonAnswer<V2ModelResponse>(new(V2Code.Ok.ToStatus(), Of(Find(call))), ClarifaiJson.Default.V2ModelResponse));

    public Task<IResult> OutputInfoAsync(V2Call call, CancellationToken cancellationToken)
    {
        var model = Find(call);
        var said = Of(model);
        var labels = model is { Kind: ModelKind.Concepts, Pack: { } pack } ? pack.Labels.Where(label => !label.Ignore).Select(ConceptOf).ToArray() : null;
        said = said with { OutputInfo = said.OutputInfo with { Message = null, Data = labels is null ? null : new V2Data { Concepts = labels } } };
        return Task.FromResult<IResult>(new JsonAnswer<V2ModelResponse>(new(V2Code.Ok.ToStatus(), said), ClarifaiJson.Default.V2ModelResponse));
    }

    public Task<IResult> VersionsAsync(V2Call call, CancellationToken cancellationToken) =>
        Task.FromResult<IResult>(new JsonAnswer<V2ModelVersionsResponse>(
            new(V2Code.Ok.ToStatus(), [VersionOf(Find(call))]), ClarifaiJson.Default.V2ModelVersionsResponse));

    public Task<IResult> VersionAsync(V2Call call, CancellationToken cancellationToken) =>
        Task.FromResult<IResult>(new JsonAnswer<V2ModelVersionResponse>(new(V2Code.Ok.ToStatus(), VersionOf(Find(call))), ClarifaiJson.Default.V2ModelVersionResponse));

    /// <summary>The model that the path names, in the version that it names; one that something installed answers for.</summary>
    public ClarifaiModel Find(V2Call call)
    {
        var model = directory.Find(call.Variables[0])
            ?? throw V2Exception.NotFound(V2Code.ModelNotFound, "There is no model of this id. GET /v2/models lists those there are.");
        if (model.Missing is { } missing)
        {
            throw new V2Exception(StatusCodes.Status503ServiceUnavailable, V2Code.ModelNotDeployed, missing);
        }

        return call.Variables.Count > 1 && call.Variables[1] != VersionIdOf(model)
            ? throw V2Exception.NotFound(V2Code.ModelNotFound, "The model has no such version here: there is one, that of the installed pack.")
            : model;
    }

    public static V2Model Of(ClarifaiModel model) => new(
        model.Id, model.Name, CreatedAt(model), "main", new V2OutputInfo(model.Type, model.Type, Pointer), VersionOf(model), model.Name);

    private static JsonAnswer<V2ModelsResponse> Answer(IEnumerable<ClarifaiModel> models) =>
        new(new(V2Code.Ok.ToStatus(), [.. models.Select(Of)]), ClarifaiJson.Default.V2ModelsResponse);

    private static V2ModelVersion VersionOf(ClarifaiModel model) => new(VersionIdOf(model), CreatedAt(model), V2Code.ModelTrained.ToStatus());

    private static string VersionIdOf(ClarifaiModel model) => model.Pack?.Name ?? Colors;

    private static DateTimeOffset? CreatedAt(ClarifaiModel model) =>
        model.Pack is { } pack ? new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Combine(pack.Folder, pack.Manifest.Model))) : null;

    private static V2Concept ConceptOf(PackLabel label)
    {
        var name = label.NameIn("en");
        return new V2Concept { Id = ConceptId.Of(TagNormalizer.Normalize(name)), Name = name, AppId = "main" };
    }
}
