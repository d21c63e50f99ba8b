using System.Runtime.CompilerServices;
using Magpie.Faces;
using Magpie.Imaging;
using Magpie.Tagging;
using Magpie.Tests.Support;
using Microsoft.ML.OnnxRuntime;

namespace Magpie.Bench.Imagga;

/// <summary>
/// Faces found and encoded in a decoded photo of one megapixel, as <c>/faces/detections</c> does with <c>return_face_id</c>, against the bare runs of ONNX Runtime
/// on tensors that were drawn before: same models, same options, same number of runs, in turns.
/// </summary>
internal sealed class FacesBenchmark(BenchOptions options) : IBenchmark
{
    private const double Pixels = 1_000_000;

    private int Count => options.Quick ? 20 : 150;

    public string Name => "faces";

    public async IAsyncEnumerable<Measurement> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Repository.Photos is not { } photos || FacePacks.Open() is not { } opened)
        {
            yield return new Measurement("faces", "not measured", "needs the shared photos and packs beside the repository");
            yield break;
        }

        using var packs = opened;
        foreach (var name in (string[])["faces-family6.jpg", "face-woman-glasses.jpg"])
        {
            using var image = OneMegapixel(await File.ReadAllBytesAsync(Path.Combine(photos, name), cancellationToken));
            yield return Measure(name, image, packs);
        }
    }

    private Measurement Measure(string name, DecodedImage image, FacePacks packs)
    {
        var found = packs.Finder.Find(image, CancellationToken.None) ?? throw new InvalidOperationException("The pack that finds faces does not answer.");
        var canvas = FaceCanvas.For(packs.Detection.Manifest.Input, image.Width, image.Height, FaceFinder.EnoughSide);
        using var detector = new BareModel(packs.Detection, [canvas.Draw(image, packs.Detection.Manifest.Input)]);
        using var encoder = new BareModel(packs.Encoding, [.. found.Select(face => Cut(image, face, packs.Encoding.Manifest.Input))]);
        var (ours, bare, find) = (new List<double>(), new List<double>(), new List<double>());
        var (drawing, cutting) = (new List<double>(), new List<double>());
        LookedAt.WarmUp(() =>
        {
            packs.Encoder.Encode(image, packs.Finder.Find(image, CancellationToken.None)!, CancellationToken.None);
            detector.Run();
            encoder.Run();
        });
        for (var i = 0; i < Count; i++)
        {
            var clock = CpuClock.Start();
            var faces = packs.Finder.Find(image, CancellationToken.None)!;
            var finding = clock.CpuMilliseconds;
            packs.Encoder.Encode(image, faces, CancellationToken.None);
            var all = clock.CpuMilliseconds;
            clock = CpuClock.Start();
            detector.Run();
            encoder.Run();
            ours.Add(all);
            find.Add(finding);
            bare.Add(clock.CpuMilliseconds);
            clock = CpuClock.Start();
            canvas.Draw(image, packs.Detection.Manifest.Input).Dispose();
            drawing.Add(clock.CpuMilliseconds);
            foreach (var face in found)
            {
                Cut(image, face, packs.Encoding.Manifest.Input).Dispose();
            }

            cutting.Add(clock.CpuMilliseconds - drawing[^1]);
        }

        return new Measurement(
            $"{name} at 1 megapixel, {found.Count} face{(found.Count == 1 ? "" : "s")}, CPU",
            $"{ours.Median():0.0} ms, to find them {find.Median():0.0}; drawing {drawing.Median():0.00}, cutting {cutting.Median():0.00}",
            $"OrtRun on tensors drawn before {bare.Median():0.0} ms",
            ours.Median() / bare.Median(),
            1.15);
    }

    private static InputTensor Cut(DecodedImage image, Face face, PackInput input)
    {
        using var pixels = image.ToRgb();
        var side = input.Width!.Value;
        return InputTensor.From(FaceAlignment.Of(face.Points).Cut(pixels.Rgb, pixels.Width, pixels.Height, side), side, side, input);
    }

    /// <summary>The photo in one megapixel, decoded.</summary>
    private static DecodedImage OneMegapixel(byte[] file)
    {
        using var read = NetVips.Image.NewFromBuffer(file);
        using var sized = read.Resize(Math.Sqrt(Pixels / ((double)read.Width * read.Height)));
        return new ImageDecoder(new ImagingOptions()).Decode(sized.JpegsaveBuffer(q: 92)).Value ?? throw new InvalidOperationException("The photo cannot be decoded.");
    }

    /// <summary>A session of ONNX Runtime, and tensors that it is run on one after the other.</summary>
    private sealed class BareModel : IDisposable
    {
        private readonly SessionOptions _options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        private readonly RunOptions _run = new();
        private readonly InferenceSession _session;
        private readonly IReadOnlyList<InputTensor> _tensors;
        private readonly string[] _inputs;

        public BareModel(ModelPack pack, IReadOnlyList<InputTensor> tensors)
        {
            _session = new(Path.Combine(pack.Folder, pack.Manifest.Model), _options);
            (_tensors, _inputs) = (tensors, [pack.Manifest.Input.Name]);
        }

        public void Run()
        {
            foreach (var tensor in _tensors)
            {
                using var answer = _session.Run(_run, _inputs, [tensor.Value], _session.OutputNames);
            }
        }

        public void Dispose()
        {
            foreach (var tensor in _tensors)
            {
                tensor.Dispose();
            }

            _session.Dispose();
            _run.Dispose();
            _options.Dispose();
        }
    }
}
