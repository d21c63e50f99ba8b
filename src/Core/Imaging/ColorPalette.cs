namespace Magpie.Imaging;

/// <summary>The colour names that are given out: 31 everyday ones, some with several shades so that the nearest one is what people say.</summary>
public static class ColorPalette
{
    private static readonly (string Name, int Rgb, OkLab Lab)[] Shades = [.. new (string Name, int Rgb)[]
    {
        ("black", 0x000000), ("black", 0x161616),
        ("charcoal", 0x36393D), ("dark gray", 0x5A5A5A), ("gray", 0x808080), ("silver", 0xB4B4B4), ("light gray", 0xD6D6D6),
        ("white", 0xFFFFFF), ("white", 0xF4F4F4),
        ("cream", 0xFFF6DC), ("beige", 0xE3D5B8), ("tan", 0xC8A878), ("khaki", 0xA89A6A),
        ("brown", 0x7A4E2C), ("brown", 0x5A3A22), ("brown", 0x3E2A1C), ("brown", 0x8A6A4A),
        ("maroon", 0x6B1420), ("red", 0xE02020), ("red", 0xB01C24), ("coral", 0xF4776A), ("salmon", 0xE8A28C),
        ("orange", 0xF58A1F), ("orange", 0xD86A18), ("gold", 0xD9A520), ("yellow", 0xFFE419), ("yellow", 0xF5D95A),
        ("olive", 0x6E6B2A), ("olive", 0x4A4A20), ("lime", 0x9BE02A), ("green", 0x2FA044), ("green", 0x6AA34A), ("green", 0x4F7A3A),
        ("dark green", 0x1C4A28), ("dark green", 0x2C3D26), ("mint", 0xA8E6C4), ("teal", 0x117C7A), ("turquoise", 0x35CFC4), ("cyan", 0x19E0F5),
        ("light blue", 0xA6D0F0), ("light blue", 0x8AB4DC), ("blue", 0x1F5FE0), ("blue", 0x2F5E97), ("blue", 0x4A86C8), ("blue", 0x6688AA), ("navy", 0x14234F),
        ("purple", 0x6A2A9A), ("purple", 0x4C2A5C), ("lavender", 0xC3B1E8), ("magenta", 0xD81FB4), ("pink", 0xF79AC0), ("pink", 0xF3C6CF),
    }.Select(shade => (shade.Name, shade.Rgb, OkLab.FromSrgb((byte)(shade.Rgb >> 16), (byte)(shade.Rgb >> 8), (byte)shade.Rgb)))];

    /// <summary>Every name that can be given, each once.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Shades.Select(shade => shade.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>The first shade of a name, whatever its case; null when no colour is called so.</summary>
    public static (byte Red, byte Green, byte Blue)? Find(string name) =>
        Array.Find(Shades, shade => shade.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Name: not null } found
            ? ((byte)(found.Rgb >> 16), (byte)(found.Rgb >> 8), (byte)found.Rgb)
            : null;

    /// <summary>The name of the shade nearest in OKLab.</summary>
    public static string Name(byte red, byte green, byte blue) => Name(OkLab.FromSrgb(red, green, blue));

    internal static string Name(OkLab color) => Shades.MinBy(shade => Difference(shade.Lab, color)).Name;

    // Hue and saturation name a colour more than its lightness does.
    private static float Difference(OkLab one, OkLab other)
    {
        var (l, a, b) = (one.L - other.L, one.A - other.A, one.B - other.B);
        return (0.35f * l * l) + (a * a) + (b * b);
    }
}
