using Magpie.Imaging;

namespace Magpie.Video;

/// <summary>Keeps, of the frames it is shown, the one that stands for the video; disposes of the others.</summary>
internal sealed class PosterFrames : IDisposable
{
    /// <summary>Pixels a side of what a frame is judged by.</summary>
    private const int Side = 32;

    /// <summary>Mean luminance below which a frame is black, 0 to 255.</summary>
    private const double Dark = 24;

    /// <summary>Mean luminance above which a frame is a white flash, 0 to 255.</summary>
    private const double Bright = 240;

    /// <summary>Standard deviation of luminance below which a frame is one flat colour, 0 to 128.</summary>
    private const double Flat = 10;

    private bool _good;
    private double _contrast;

    /// <summary>The first frame that shows something; while there is none, the one with the most contrast. Null before the first.</summary>
    public DecodedImage? Poster { get; private set; }

    /// <summary>Takes a frame over; whether it is the poster now.</summary>
    public bool Offer(DecodedImage frame)
    {
        var (mean, contrast) = Luminance(frame);
        var good = mean is >= Dark and <= Bright && contrast >= Flat;
        if (Poster is not null && (_good || (!good && contrast <= _contrast)))
        {
            frame.Dispose();
            return false;
        }

        Poster?.Dispose();
        (Poster, _good, _contrast) = (frame, good, contrast);
        return true;
    }

    public void Dispose() => Poster?.Dispose();

    /// <summary>Mean and standard deviation of luminance (ITU-R BT.601), 0 to 255.</summary>
    private static (double Mean, double Deviation) Luminance(DecodedImage frame)
    {
        using var small = frame.ResizeTo(new ModelInputSize(Side, Side, ResizeMode.Stretch));
        var rgb = small.Rgb;
        double sum = 0, squares = 0;
        for (var at = 0; at < rgb.Length; at += PixelBuffer.Bands)
        {
            var light = (0.299 * rgb[at]) + (0.587 * rgb[at + 1]) + (0.114 * rgb[at + 2]);
            sum += light;
            squares += light * light;
        }

        var count = rgb.Length / PixelBuffer.Bands;
        var mean = sum / count;
        return (mean, Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean))));
    }
}
