namespace NetVips;

/// <summary>libvips' enumerations, values as in its C headers.</summary>
public static class Enums
{
    /// <summary>How pixels will be asked for.</summary>
    public enum Access
    {
        Random = 0,
        Sequential = 1,
        SequentialUnbuffered = 2,
    }

    /// <summary>Which kind of trouble in a file makes its load fail; each includes those before it.</summary>
    public enum FailOn
    {
        None = 0,
        Truncated = 1,
        Error = 2,
        Warning = 3,
    }

    /// <summary>Whether to enlarge, shrink, both, or ignore the aspect ratio.</summary>
    public enum Size
    {
        Both = 0,
        Up = 1,
        Down = 2,
        Force = 3,
    }

    /// <summary>What to keep when a thumbnail is cropped.</summary>
    public enum Interesting
    {
        None = 0,
        Centre = 1,
        Entropy = 2,
        Attention = 3,
        Low = 4,
        High = 5,
        All = 6,
    }

    /// <summary>How pixels are packed.</summary>
    public enum Coding
    {
        Error = -1,
        None = 0,
        Labq = 2,
        Rad = 6,
    }

    /// <summary>Rendering intents of a colour conversion.</summary>
    public enum Intent
    {
        Perceptual = 0,
        Relative = 1,
        Saturation = 2,
        Absolute = 3,
        Auto = 32,
    }

    /// <summary>Resampling kernels.</summary>
    public enum Kernel
    {
        Nearest = 0,
        Linear = 1,
        Cubic = 2,
        Mitchell = 3,
        Lanczos2 = 4,
        Lanczos3 = 5,
    }

    /// <summary>What a band element is.</summary>
    public enum BandFormat
    {
        Notset = -1,
        Uchar = 0,
        Char = 1,
        Ushort = 2,
        Short = 3,
        Uint = 4,
        Int = 5,
        Float = 6,
        Complex = 7,
        Double = 8,
        Dpcomplex = 9,
    }

    /// <summary>What the bands mean.</summary>
    public enum Interpretation
    {
        Error = -1,
        Multiband = 0,
        Bw = 1,
        Histogram = 10,
        Xyz = 12,
        Lab = 13,
        Cmyk = 15,
        Labq = 16,
        Rgb = 17,
        Cmc = 18,
        Lch = 19,
        Labs = 21,
        Srgb = 22,
        Yxy = 23,
        Fourier = 24,
        Rgb16 = 25,
        Grey16 = 26,
        Matrix = 27,
        Scrgb = 28,
        Hsv = 29,
    }

    /// <summary>What to put outside the edges.</summary>
    public enum Extend
    {
        Black = 0,
        Copy = 1,
        Repeat = 2,
        Mirror = 3,
        White = 4,
        Background = 5,
    }

    /// <summary>Angles of a rotation, clockwise.</summary>
    public enum Angle
    {
        D0 = 0,
        D90 = 1,
        D180 = 2,
        D270 = 3,
    }

    /// <summary>Axes of a mirroring.</summary>
    public enum Direction
    {
        Horizontal = 0,
        Vertical = 1,
    }

    /// <summary>Metadata that a saver keeps.</summary>
    [Flags]
    public enum ForeignKeep
    {
        None = 0,
        Exif = 1 << 0,
        Xmp = 1 << 1,
        Iptc = 1 << 2,
        Icc = 1 << 3,
        Other = 1 << 4,
        Gainmap = 1 << 5,
        All = Exif | Xmp | Iptc | Icc | Other | Gainmap,
    }

    /// <summary>What is compressed inside a HEIF container.</summary>
    public enum ForeignHeifCompression
    {
        Hevc = 1,
        Avc = 2,
        Jpeg = 3,
        Av1 = 4,
    }

    /// <summary>Levels of log messages.</summary>
    [Flags]
    public enum LogLevelFlags
    {
        None = 0,
        FlagRecursion = 1 << 0,
        FlagFatal = 1 << 1,
        Error = 1 << 2,
        Critical = 1 << 3,
        Warning = 1 << 4,
        Message = 1 << 5,
        Info = 1 << 6,
        Debug = 1 << 7,
    }
}
