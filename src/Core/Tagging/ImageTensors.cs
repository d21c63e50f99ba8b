using Magpie.Imaging;
using Microsoft.ML.OnnxRuntime;

namespace Magpie.Tagging;

/// <summary>One image in every form that packs ask for, each made once: resized once a size, a tensor once an input.</summary>
internal sealed class ImageTensors(Func<ModelInputSize, PixelBuffer> resize) : IDisposable
{
    private readonly Dictionary<ModelInputSize, PixelBuffer> _pixels = [];
    private readonly Dictionary<InputKey, InputTensor> _tensors = [];

    /// <summary>The image as this pack takes it; valid until this is disposed.</summary>
    public OrtValue For(PackInput input)
    {
        var key = InputKey.Of(input);
        if (!_tensors.TryGetValue(key, out var tensor))
        {
            if (!_pixels.TryGetValue(key.Size, out var pixels))
            {
                _pixels[key.Size] = pixels = resize(key.Size);
            }

            _tensors[key] = tensor = InputTensor.From(pixels, input);
        }

        return tensor.Value;
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }

        foreach (var pixels in _pixels.Values)
        {
            pixels.Dispose();
        }
    }
}
