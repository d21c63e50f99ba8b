namespace Magpie.Imaging;

/// <summary>Takes a row of a picture that is made row by row.</summary>
/// <param name="row">From the top, 0 the first.</param>
/// <param name="rgb">byte[width, 3], sRGB; not to be kept.</param>
internal delegate void PixelRow(int row, ReadOnlySpan<byte> rgb);
