namespace Magpie.Imaging;

/// <summary>One of the colours a picture mostly consists of.</summary>
/// <param name="Hex"><c>#rrggbb</c>, sRGB.</param>
/// <param name="Name">The nearest name of the palette.</param>
/// <param name="Percent">Share of the picture's pixels, 0 to 100, one decimal.</param>
public sealed record DominantColor(string Hex, string Name, double Percent);
