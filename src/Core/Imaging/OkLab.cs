using System.Runtime.InteropServices;

namespace Magpie.Imaging;

/// <summary>A colour in OKLab, where distance is about how different colours look. L 0..1, a and b about −0.4..0.4.</summary>
/// <remarks>Source: Björn Ottosson, "A perceptual color space for image processing", matrices of 2021-01-25.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OkLab(float L, float A, float B)
{
    private static readonly float[] Linear = [.. Enumerable.Range(0, 256).Select(i => ToLinear(i / 255f))];

    public static OkLab FromSrgb(byte red, byte green, byte blue)
    {
        var (r, g, b) = (Linear[red], Linear[green], Linear[blue]);
        var l = MathF.Cbrt((0.4122214708f * r) + (0.5363325363f * g) + (0.0514459929f * b));
        var m = MathF.Cbrt((0.2119034982f * r) + (0.6806995451f * g) + (0.1073969566f * b));
        var s = MathF.Cbrt((0.0883024619f * r) + (0.2817188376f * g) + (0.6299787005f * b));
        return new(
            (0.2104542553f * l) + (0.7936177850f * m) - (0.0040720468f * s),
            (1.9779984951f * l) - (2.4285922050f * m) + (0.4505937099f * s),
            (0.0259040371f * l) + (0.7827717662f * m) - (0.8086757660f * s));
    }

    /// <summary>The colour as 8-bit sRGB, clipped to what sRGB can show.</summary>
    public (byte Red, byte Green, byte Blue) ToSrgb()
    {
        var l = Cube(L + (0.3963377774f * A) + (0.2158037573f * B));
        var m = Cube(L - (0.1055613458f * A) - (0.0638541728f * B));
        var s = Cube(L - (0.0894841775f * A) - (1.2914855480f * B));
        return (
            ToByte((4.0767416621f * l) - (3.3077115913f * m) + (0.2309699292f * s)),
            ToByte((-1.2684380046f * l) + (2.6097574011f * m) - (0.3413193965f * s)),
            ToByte((-0.0041960863f * l) - (0.7034186147f * m) + (1.7076147010f * s)));
    }

    public float DistanceSquared(OkLab other)
    {
        var (l, a, b) = (L - other.L, A - other.A, B - other.B);
        return (l * l) + (a * a) + (b * b);
    }

    private static float Cube(float value) => value * value * value;

    private static float ToLinear(float value) => value <= 0.04045f ? value / 12.92f : MathF.Pow((value + 0.055f) / 1.055f, 2.4f);

    private static byte ToByte(float linear)
    {
        var value = Math.Clamp(linear, 0, 1);
        return (byte)MathF.Round(255 * (value <= 0.0031308f ? value * 12.92f : (1.055f * MathF.Pow(value, 1 / 2.4f)) - 0.055f));
    }
}
