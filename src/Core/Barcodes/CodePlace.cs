using System.Runtime.InteropServices;

namespace Magpie.Barcodes;

/// <summary>The smallest upright rectangle around the points by which a code was found, pixels.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CodePlace(double Left, double Top, double Right, double Bottom)
{
    /// <summary>Of no points; any point widens it.</summary>
    public static CodePlace None { get; } = new(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);

    public double Diagonal => Math.Sqrt(((Right - Left) * (Right - Left)) + ((Bottom - Top) * (Bottom - Top)));

    public CodePlace With((double X, double Y) point) => new(Math.Min(Left, point.X), Math.Min(Top, point.Y), Math.Max(Right, point.X), Math.Max(Bottom, point.Y));

    public CodePlace Moved(double across, double down) => new(Left + across, Top + down, Right + across, Bottom + down);

    /// <summary>Between the middles.</summary>
    public double DistanceTo(CodePlace other)
    {
        var (across, down) = ((Left + Right - other.Left - other.Right) / 2, (Top + Bottom - other.Top - other.Bottom) / 2);
        return Math.Sqrt((across * across) + (down * down));
    }

    public BarcodeBox Scaled(double scale) => Left > Right ? default : new((int)(Left * scale), (int)(Top * scale), (int)(Right * scale), (int)(Bottom * scale));
}
