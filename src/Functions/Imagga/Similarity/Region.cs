using System.Globalization;
using System.Runtime.InteropServices;

namespace Magpie.Functions.Imagga.Similarity;

/// <summary>A part of a picture: <c>xstart,ystart,width,height</c>, pixels of the upright file from the top left.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Region(int Left, int Top, int Width, int Height)
{
    /// <summary>Null where there is none; one that cannot be meant is kept as what is wrong.</summary>
    public static Region? Read(ImaggaParameters parameters, string name) =>
        parameters.Read<Region>(name, Parse, "xstart,ystart,width,height in whole pixels, such as 100,100,400,300");

    public bool IsWithin(int width, int height) => (long)Left + Width <= width && (long)Top + Height <= height;

    private static Region? Parse(string text) =>
        text.Split(',', 5, StringSplitOptions.TrimEntries) is [var left, var top, var width, var height]
        && Pixels(left, 0) is { } x && Pixels(top, 0) is { } y && Pixels(width, 1) is { } across && Pixels(height, 1) is { } down
            ? new(x, y, across, down)
            : null;

    private static int? Pixels(string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) && pixels >= least ? pixels : null;
}
