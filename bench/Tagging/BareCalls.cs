using System.Runtime.InteropServices;
using Magpie.Tagging;
using Microsoft.ML.OnnxRuntime;
using NetVips;

namespace Magpie.Bench.Tagging;

/// <summary>
/// The native calls that tagging cannot do without, and nothing around them: no checks, no facts, no pooled memory, no pre-processing (the
/// tensor is filled once). Two ways to the pixels: <c>vips_thumbnail_buffer</c> straight through P/Invoke, and the calls that Magpie makes.
/// </summary>
internal sealed unsafe partial class BareCalls : IDisposable
{
    private const string Vips = "libvips-cpp";
    private const int SizeForce = 3;

    private readonly byte[] _file;
    private readonly PackInput _input;
    private readonly int _shrink;
    private readonly SessionOptions _options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
    private readonly InferenceSession _session;
    private readonly OrtValue _tensor;
    private readonly RunOptions _run = new();

    static BareCalls() => NativeLibrary.SetDllImportResolver(typeof(BareCalls).Assembly, static (name, _, _) => name == Vips ? LoadedVips() : 0);

    public BareCalls(byte[] file, ModelPack pack)
    {
        (_file, _input) = (file, pack.Manifest.Input);
        var most = Math.Min(Photos.Width / _input.Width!.Value, Photos.Height / _input.Height!.Value);
        _shrink = most >= 8 ? 8 : most >= 4 ? 4 : 2;
        _session = new InferenceSession(Path.Combine(pack.Folder, pack.Manifest.Model), _options);
        var shape = _input.ShapeOf(_input.Width!.Value, _input.Height!.Value);
        _tensor = OrtValue.CreateTensorValueFromMemory(new float[shape.Aggregate(1L, (a, b) => a * b)], shape);
    }

    /// <summary>vips_thumbnail_buffer, vips_image_write_to_memory, OrtRun.</summary>
    public void Thumbnail()
    {
        nint image;
        fixed (byte* file = _file)
        {
            if (ThumbnailBuffer(file, (nuint)_file.Length, &image, _input.Width!.Value, "height", _input.Height!.Value, "size", SizeForce, 0) != 0)
            {
                throw new InvalidOperationException("vips_thumbnail_buffer failed.");
            }

            nuint size;
            var pixels = WriteToMemory(image, &size);
            Free(pixels);
            Unref(image);
        }

        Infer();
    }

    /// <summary>jpegload at 1/8 or 1/4, resize by the linear kernel, write to memory, OrtRun: Magpie's own calls.</summary>
    public void SameCalls()
    {
        using var loaded = Image.NewFromBuffer(_file, access: Enums.Access.Sequential, kwargs: new VOption { { "shrink", _shrink } });
        using var resized = loaded.Resize(
            (double)_input.Width!.Value / loaded.Width, kernel: Enums.Kernel.Linear, gap: 0, vscale: (double)_input.Height!.Value / loaded.Height);
        NetVips.NetVips.Free(resized.WriteToMemory(out _));
        Infer();
    }

    public void Dispose()
    {
        _tensor.Dispose();
        _run.Dispose();
        _session.Dispose();
        _options.Dispose();
    }

    private void Infer()
    {
        using var answer = _session.Run(_run, [_input.Name], [_tensor], _session.OutputNames);
    }

    /// <summary>The library that the decoder has loaded into this process already.</summary>
    private static nint LoadedVips()
    {
        var path = File.ReadLines("/proc/self/maps").First(line => line.Contains(Vips, StringComparison.Ordinal));
        return NativeLibrary.Load(path[path.IndexOf('/', StringComparison.Ordinal)..]);
    }

    // Variable arguments of integers and pointers only, which plain P/Invoke passes rightly on Linux.
    [LibraryImport(Vips, EntryPoint = "vips_thumbnail_buffer", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ThumbnailBuffer(byte* file, nuint length, nint* image, int width, string height, int heightValue, string size, int sizeValue, nint end);

    [LibraryImport(Vips, EntryPoint = "vips_image_write_to_memory")]
    private static partial nint WriteToMemory(nint image, nuint* size);

    [LibraryImport(Vips, EntryPoint = "g_free")]
    private static partial void Free(nint memory);

    [LibraryImport(Vips, EntryPoint = "g_object_unref")]
    private static partial void Unref(nint instance);
}
