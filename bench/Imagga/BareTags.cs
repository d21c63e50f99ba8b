using Magpie.Tagging;
using Microsoft.ML.OnnxRuntime;
using NetVips;

namespace Magpie.Bench.Imagga;

/// <summary>
/// The native calls that <c>/tags</c> cannot do without, and nothing around them: libvips decodes with the scaling the endpoint asks of the decoder, resizes to each
/// input's size, and ONNX Runtime runs the same models on tensors that were filled once. No HTTP, no storage, no counting, no checks, no labels.
/// </summary>
internal sealed class BareTags : IDisposable
{
    private readonly byte[] _file;
    private readonly int _shrink;
    private readonly int _longest;
    private readonly (int Width, int Height)[] _sizes;
    private readonly SessionOptions _options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
    private readonly RunOptions _run = new();
    private readonly (InferenceSession Session, OrtValue Tensor, string[] Inputs)[] _models;

    /// <summary>Loads the models.</summary>
    /// <param name="file">A JPEG.</param>
    /// <param name="shrink">1, 2, 4 or 8: how many times smaller the decoder makes the picture.</param>
    /// <param name="longest">Pixels of the longest side that are enough.</param>
    /// <param name="packs">Models that take a picture of one size.</param>
    public BareTags(byte[] file, int shrink, int longest, IReadOnlyList<ModelPack> packs)
    {
        (_file, _shrink, _longest) = (file, shrink, longest);
        _sizes = [.. packs.Select(pack => (pack.Manifest.Input.Width!.Value, pack.Manifest.Input.Height!.Value)).Distinct()];
        _models = [.. packs.Select(Load)];
    }

    public void Decode()
    {
        using var loaded = Image.NewFromBuffer(_file, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error, kwargs: new VOption { { "shrink", _shrink } });
        Resize(loaded);
    }

    /// <summary>The usual way: <c>vips_thumbnail</c> to the size that is enough, its kernel after the decoder's scaling.</summary>
    public void Thumbnail()
    {
        using var thumbnail = Image.ThumbnailBuffer(_file, _longest, "[fail_on=error]", _longest, Enums.Size.Down);
        Resize(thumbnail);
    }

    public void Infer()
    {
        foreach (var (session, tensor, inputs) in _models)
        {
            using var answer = session.Run(_run, inputs, [tensor], session.OutputNames);
        }
    }

    public void Dispose()
    {
        foreach (var (session, tensor, _) in _models)
        {
            tensor.Dispose();
            session.Dispose();
        }

        _run.Dispose();
        _options.Dispose();
    }

    private void Resize(Image image)
    {
        using var decoded = image.CopyMemory();
        foreach (var (width, height) in _sizes)
        {
            using var resized = decoded.Resize((double)width / decoded.Width, kernel: Enums.Kernel.Linear, gap: 0, vscale: (double)height / decoded.Height);
            NetVips.NetVips.Free(resized.WriteToMemory(out _));
        }
    }

    private (InferenceSession Session, OrtValue Tensor, string[] Inputs) Load(ModelPack pack)
    {
        var input = pack.Manifest.Input;
        var shape = input.ShapeOf(input.Width!.Value, input.Height!.Value);
        return (
            new(Path.Combine(pack.Folder, pack.Manifest.Model), _options),
            OrtValue.CreateTensorValueFromMemory(new float[shape.Aggregate(1L, (a, b) => a * b)], shape),
            [input.Name]);
    }
}
