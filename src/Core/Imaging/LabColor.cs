using System.Runtime.InteropServices;

namespace Magpie.Imaging;

/// <summary>A colour in CIELAB under D65. L 0 to 100, a and b about −128 to 128.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LabColor(double L, double A, double B)
{
    // sRGB's white (IEC 61966-2-1).
    private const double WhiteX = 0.95047;
    private const double WhiteZ = 1.08883;

    private static readonly double[] Linear = [.. Enumerable.Range(0, 256).Select(level => ToLinear(level / 255.0))];

    public static LabColor FromSrgb(byte red, byte green, byte blue)
    {
        var (r, g, b) = (Linear[red], Linear[green], Linear[blue]);
        var x = Curve(((0.4124564 * r) + (0.3575761 * g) + (0.1804375 * b)) / WhiteX);
        var y = Curve((0.2126729 * r) + (0.7151522 * g) + (0.0721750 * b));
        var z = Curve(((0.0193339 * r) + (0.1191920 * g) + (0.9503041 * b)) / WhiteZ);
        return new((116 * y) - 16, 500 * (x - y), 200 * (y - z));
    }

    /// <summary>How different two colours look: CIEDE2000 with all weights 1; about 1 is just seen, above 20 nobody calls them alike.</summary>
    /// <remarks>Source: Sharma, Wu, Dalal, "The CIEDE2000 Color-Difference Formula", 2005, equations 2 to 22.</remarks>
    public double DifferenceTo(LabColor other)
    {
        var meanChroma7 = Power7((Math.Sqrt((A * A) + (B * B)) + Math.Sqrt((other.A * other.A) + (other.B * other.B))) / 2);
        var g = 0.5 * (1 - Math.Sqrt(meanChroma7 / (meanChroma7 + Pow25To7)));
        var (a1, a2) = ((1 + g) * A, (1 + g) * other.A);
        var (c1, c2) = (Math.Sqrt((a1 * a1) + (B * B)), Math.Sqrt((a2 * a2) + (other.B * other.B)));
        var (h1, h2) = (Hue(a1, B), Hue(a2, other.B));
        var turn = c1 * c2 == 0 ? 0 : Math.Abs(h2 - h1) <= 180 ? h2 - h1 : h2 - h1 > 180 ? h2 - h1 - 360 : h2 - h1 + 360;
        var chroma = c2 - c1;
        var hue = 2 * Math.Sqrt(c1 * c2) * Math.Sin(Radians(turn / 2));

        var meanC = (c1 + c2) / 2;
        var meanH = c1 * c2 == 0 ? h1 + h2
            : Math.Abs(h1 - h2) <= 180 ? (h1 + h2) / 2
            : h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
        var t = 1 - (0.17 * Math.Cos(Radians(meanH - 30))) + (0.24 * Math.Cos(Radians(2 * meanH)))
            + (0.32 * Math.Cos(Radians((3 * meanH) + 6))) - (0.20 * Math.Cos(Radians((4 * meanH) - 63)));
        var meanC7 = Power7(meanC);
        var rotation = -Math.Sin(Radians(60 * Math.Exp(-((meanH - 275) / 25 * ((meanH - 275) / 25))))) * 2 * Math.Sqrt(meanC7 / (meanC7 + Pow25To7));
        var l = LightnessDifferenceTo(other);
        var c = chroma / (1 + (0.045 * meanC));
        var h = hue / (1 + (0.015 * meanC * t));
        return Math.Sqrt(Math.Max(0, (l * l) + (c * c) + (h * h) + (rotation * c * h)));
    }

    /// <summary>The part of <see cref="DifferenceTo"/> that lightness makes; all of it is never less.</summary>
    public double LightnessDifferenceTo(LabColor other)
    {
        var fromMiddle = (((L + other.L) / 2) - 50) * (((L + other.L) / 2) - 50);
        return Math.Abs(other.L - L) / (1 + (0.015 * fromMiddle / Math.Sqrt(20 + fromMiddle)));
    }

    private const double Pow25To7 = 6103515625;

    private static double Power7(double value)
    {
        var cube = value * value * value;
        return cube * cube * value;
    }

    private static double Hue(double a, double b)
    {
        if (a == 0 && b == 0)
        {
            return 0;
        }

        var degrees = Math.Atan2(b, a) * 180 / Math.PI;
        return degrees < 0 ? degrees + 360 : degrees;
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;

    private static double Curve(double value) => value > 216.0 / 24389 ? Math.Cbrt(value) : ((24389.0 / 27 * value) + 16) / 116;

    private static double ToLinear(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
}
