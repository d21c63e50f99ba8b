using System.Globalization;
using Magpie.Imaging;

namespace Magpie.Colors;

/// <summary>A colour that has a name.</summary>
/// <param name="Rgb">0xRRGGBB, sRGB.</param>
public sealed record PaletteColor(string Name, int Rgb)
{
    internal LabColor Lab { get; } = LabColor.FromSrgb((byte)(Rgb >> 16), (byte)(Rgb >> 8), (byte)Rgb);

    /// <summary><c>#rrggbb</c>.</summary>
    public string Html => string.Create(CultureInfo.InvariantCulture, $"#{Rgb:x6}");
}

/// <summary>The named colours of Imagga's API.</summary>
public static class ColorPalettes
{
    /// <summary>What colours that were found by clustering are named after.</summary>
    public static IReadOnlyList<PaletteColor> Named { get; } =
    [
        new("beige", 0xE0C4B2), new("black", 0x39373B), new("blue", 0x2F5E97), new("brown", 0x574039), new("dark green", 0x176352), new("gold", 0xDCBA60),
        new("green", 0x359369), new("greige", 0xA4B39F), new("grey", 0x8C8C8C), new("hot pink", 0xC73D77), new("lavender", 0x6A6378),
        new("light blue", 0x99B1CB), new("light brown", 0xAC8A64), new("light green", 0xAEC98E), new("olive green", 0x7F8765), new("light grey", 0xBCB8B8),
        new("light pink", 0xE6C1BE), new("magenta", 0xA7346E), new("maroon", 0x6C2135), new("mauve", 0xAC6075), new("navy blue", 0x2B2E43),
        new("orange", 0xE2855E), new("pink", 0xE3768C), new("plum", 0x58304E), new("purple", 0x875287), new("red", 0xAE2935), new("teal", 0x426972),
        new("turquoise", 0x38AFCD), new("violet", 0x473854), new("white", 0xF4F5F0), new("yellow", 0xEBD07F), new("skin", 0xBD9769),
    ];

    /// <summary>What pixels are sorted into when the answer is to be comparable with others.</summary>
    public static IReadOnlyList<PaletteColor> Deterministic { get; } =
    [
        new("yellow", 0xFFFF00), new("skin", 0xBD9769), new("orange", 0xFFA500), new("blue", 0x0000FF), new("red", 0xFF0000), new("black", 0x000000),
        new("white", 0xFFFFFF), new("grey", 0x808080), new("brown", 0xA52A2A), new("green", 0x008000), new("purple", 0x800080),
    ];

    /// <summary>The colour of a palette nearest by CIEDE2000, and how far it is.</summary>
    internal static (PaletteColor Color, double Distance) Nearest(IReadOnlyList<PaletteColor> palette, LabColor color)
    {
        var (nearest, least) = (palette[0], double.MaxValue);
        for (var i = 0; i < palette.Count; i++)
        {
            // Colours that differ by their lightness alone more than the nearest so far by all need no second look.
            if (palette[i].Lab.LightnessDifferenceTo(color) < least && palette[i].Lab.DifferenceTo(color) is var distance && distance < least)
            {
                (nearest, least) = (palette[i], distance);
            }
        }

        return (nearest, least);
    }
}
