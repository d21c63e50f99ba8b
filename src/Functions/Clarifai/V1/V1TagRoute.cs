using System.Security.Cryptography;
using System.Text;
using Magpie.Concepts;
using Magpie.Functions.Clarifai.Models;
using Magpie.Functions.Http;
using Magpie.Functions.Multipart;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Magpie.Functions.Clarifai.V1;

/// <summary>The tag endpoint: reads what is asked for, has each image or video tagged, and answers for all of them.</summary>
public sealed class V1TagRoute
{
    /// <summary>Images or videos of one request that are fetched and looked at at once.</summary>
    private const int Parallel = 4;

    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(5);

    private readonly V1TagReader _reader;
    private readonly V1Tagging _tagging;
    private readonly ModelDirectory _models;
    private readonly IConceptNames _names;
    private readonly UploadGate _gate;
    private readonly ApiDialects _dialects;
    private readonly TimeProvider _time;

    internal V1TagRoute(
        V1TagReader reader, V1Tagging tagging, ModelDirectory models, IConceptNames names, UploadGate gate, ApiDialects dialects, TimeProvider time) =>
        (_reader, _tagging, _models, _names, _gate, _dialects, _time) = (reader, tagging, models, names, gate, dialects, time);

    public async Task<IResult> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ContentLength > V1TagReader.MaxBody)
        {
            return _dialects.Say(TooLarge, request);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = V1TagReader.MaxBody;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, request.HttpContext.RequestAborted);
        using var place = await _gate.EnterAsync(request.ContentLength ?? 0, ended.Token);
        if (place is null)
        {
            return _dialects.Say(Problems.Stopping with { Detail = "Too much to tag at once. Try again in a few seconds.", RetryAfter = BusyPause }, request);
        }

        var (read, problem) = await _reader.ReadAsync(request, ended.Token);
        if (read is null)
        {
            return _dialects.Say(problem!, request);
        }

        await using (read)
        {
            return await AnswerAsync(request, read, ended.Token);
        }
    }

    private static Problem TooLarge { get; } = new(
        StatusCodes.Status413PayloadTooLarge, "body-too-large", $"The request is larger than {V1TagReader.MaxBody >> 20} MiB. Send fewer files at a time.");

    private async Task<IResult> AnswerAsync(HttpRequest request, V1TagRequest read, CancellationToken cancellationToken)
    {
        var name = read.Model is { Length: > 0 } asked ? asked : ModelDirectory.GeneralName;
        if (_models.Find(name) is not { Kind: ModelKind.Concepts } model)
        {
            return _dialects.Say(Problems.BadRequest("unknown-model", "There is no model of this name that gives classes. Leave \"model\" out for the general one."), request);
        }

        var language = read.Language is { Length: > 0 } wanted ? wanted : "en";
        if (!_names.Speaks(language))
        {
            return _dialects.Say(Problems.BadRequest("unknown-language", "Nothing is named in this language here. Send a code such as \"en\" or \"ja\"."), request);
        }

        if (model.Missing is { } missing)
        {
            return _dialects.Say(new Problem(StatusCodes.Status503ServiceUnavailable, "no-model", missing), request);
        }

        var timestamp = _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        var results = new V1Result[read.Items.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForAsync(0, results.Length, options, async (index, token) =>
            results[index] = await _tagging.TagAsync(read.Items[index], read.LocalIdOf(index), model, language, token));
        var (status, code, message) = Sum(results);
        return new JsonAnswer<V1TagResponse>(
            new(code, message, new V1Meta(new V1TagMeta(timestamp, name, Config(model))), results), ClarifaiJson.Default.V1TagResponse, status);
    }

    private static (int Status, string Code, string Message) Sum(V1Result[] results) => results.Count(result => result.StatusCode == "OK") switch
    {
        var ok when ok == results.Length => (StatusCodes.Status200OK, "OK", "All images in request have completed successfully. "),
        0 => (StatusCodes.Status400BadRequest, "ALL_ERROR", "All images in request have failed. Please review the error messages per image. "),
        _ => (StatusCodes.Status400BadRequest, "PARTIAL_ERROR", "Some images in request have failed. Please review the error messages per image. "),
    };

    private static string Config(ClarifaiModel model) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{model.Pack!.Name}\n{model.Pack.Manifest.Sha256}")))[..32];
}
