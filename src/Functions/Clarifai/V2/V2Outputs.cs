using Magpie.Assets;
using Magpie.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Clarifai.V2;

/// <summary>Asks a model about pictures that nobody keeps.</summary>
internal sealed class V2Outputs(V2Models models, V2Predictions predictions, V2OutputConfigs configs, TimeProvider time)
{
    /// <summary>Inputs of one request that are fetched and looked at at once.</summary>
    private const int Parallel = 4;

    public async Task<IResult> PredictAsync(V2Call call, CancellationToken cancellationToken)
    {
        var model = models.Find(call);
        var request = await call.ReadAsync(ClarifaiJson.Default.V2OutputsRequest, cancellationToken);
        var inputs = V2InputReader.InputsOf(new V2InputsRequest(request.Inputs, null, null, null, null));
        var config = await configs.ReadAsync(call.Caller, model, request.Model?.OutputInfo?.OutputConfig ?? request.Model?.ModelVersion?.OutputInfo?.OutputConfig, cancellationToken);
        var pictures = new List<(V2Image? Picture, V2Exception? Error)>();
        foreach (var input in inputs)
        {
            pictures.Add(await V2Sum.TryAsync(() => Task.FromResult(V2InputReader.PictureOf(input.Data))));
        }

        V2Sum.ThrowIfAll([.. pictures.Select(read => read.Error)]);
        var outputs = new V2ModelOutput[inputs.Count];
        var said = V2Models.Of(model);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForAsync(0, outputs.Length, options, async (index, token) =>
        {
            var (data, error) = pictures[index] is { Picture: { } picture }
                ? await predictions.AskAsync(picture, model, config, token)
                : (null, pictures[index].Error!.Status);
            outputs[index] = Output(inputs[index], said, data, error);
        });
        var (http, status) = V2Sum.Of([.. outputs.Select(output => output.Data is not null)]);
        return new JsonAnswer<V2OutputsResponse>(new(status, outputs), ClarifaiJson.Default.V2OutputsResponse, http);
    }

    private V2ModelOutput Output(V2Input input, V2Model said, V2Data? data, V2Status? error)
    {
        var id = AssetId.New(time);
        var (image, video) = (input.Data?.Image, input.Data?.Video);
        return new V2ModelOutput(
            id,
            error ?? V2Code.Ok.ToStatus(),
            time.GetUtcNow(),
            said,
            new V2Input
            {
                Id = string.IsNullOrEmpty(input.Id) ? id : input.Id,
                Data = image is null && video is not null ? new V2Data { Video = new V2Image { Url = video.Url } } : new V2Data { Image = new V2Image { Url = image?.Url } },
            },
            data);
    }
}
