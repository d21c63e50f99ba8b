using System.Runtime.InteropServices;
using Magpie.Imaging;

namespace Magpie.Tagging;

/// <summary>All that decides what a tensor holds, so that two packs with the same key share it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct InputKey(
    ModelInputSize Size,
    bool ChannelsLast,
    bool Bgr,
    InputType Type,
    float Scale,
    (float First, float Second, float Third) Mean,
    (float First, float Second, float Third) Std)
{
    /// <summary>The key of an input with a size of its own.</summary>
    public static InputKey Of(PackInput input) => new(
        SizeOf(input), input.ChannelsLast, input.Bgr, input.Type, input.Scale,
        (input.Mean[0], input.Mean[1], input.Mean[2]), (input.Std[0], input.Std[1], input.Std[2]));

    /// <summary>The picture a pack of fixed size asks for.</summary>
    /// <exception cref="InvalidOperationException">The pack takes any size.</exception>
    public static ModelInputSize SizeOf(PackInput input)
    {
        if (input is not { Width: { } width, Height: { } height })
        {
            throw new InvalidOperationException($"Input '{input.Name}' takes any size: its decoder chooses one.");
        }

        return input.Resize switch
        {
            InputResize.Cover => new(width, height, ResizeMode.Cover),
            InputResize.Contain => new(width, height, ResizeMode.Contain),
            InputResize.ShortestSide => new(width, height, ResizeMode.ShortestSideCrop, input.ShortestSide),
            _ => new(width, height, ResizeMode.Stretch),
        };
    }
}
