namespace Magpie.Colors;

/// <summary>What colours a picture consists of.</summary>
/// <param name="Overall">By falling share; null when not asked for.</param>
/// <param name="Background">Of what is not the object; null when not asked for.</param>
/// <param name="Foreground">Of the object; null when not asked for.</param>
/// <param name="Variance">Standard deviation of the pixels' colours in CIELAB, rounded; 0 for one colour, about 60 for black and white.</param>
/// <param name="ObjectPercentage">Share of the picture that is the object, 0 to 100; null when not asked for.</param>
public sealed record ExtractedColors(
    IReadOnlyList<ExtractedColor>? Overall,
    IReadOnlyList<ExtractedColor>? Background,
    IReadOnlyList<ExtractedColor>? Foreground,
    int Variance,
    double? ObjectPercentage);

/// <summary>A colour, its share, and what it is called.</summary>
/// <param name="Percent">0 to 100 of the part it is a colour of.</param>
/// <param name="Nearest">The nearest colour of the palette.</param>
/// <param name="Distance">CIEDE2000 from that one.</param>
public sealed record ExtractedColor(byte Red, byte Green, byte Blue, double Percent, PaletteColor Nearest, double Distance);

/// <summary>What is asked for.</summary>
/// <param name="OverallCount">Colours of the whole picture, 1 to 32.</param>
/// <param name="SeparatedCount">Colours of object and background each, 1 to 32.</param>
/// <param name="IsDeterministic">Pixels are sorted into the fixed palette instead of clustered.</param>
public sealed record ColorRequest(bool Overall = true, bool Separated = true, int OverallCount = 5, int SeparatedCount = 3, bool IsDeterministic = false);
