namespace NetVips;

/// <summary>What can be done to an image; each answers a new one.</summary>
public sealed partial class Image
{
    /// <summary>Shrinks or enlarges to a box, turned upright, colours converted when a profile is named.</summary>
    public Image ThumbnailImage(
        int width,
        int? height = null,
        Enums.Size? size = null,
        bool? noRotate = null,
        Enums.Interesting? crop = null,
        bool? linear = null,
        string? inputProfile = null,
        string? outputProfile = null,
        Enums.Intent? intent = null,
        Enums.FailOn? failOn = null) =>
        On("thumbnail_image").With("width", width)
            .With(Thumbnail(height, size, noRotate, crop, linear, inputProfile, outputProfile, intent, failOn)).ToImage();

    public Image ExtractArea(int left, int top, int width, int height) =>
        Operation.New("extract_area").With("input", this)
            .With("left", left).With("top", top).With("width", width).With("height", height).ToImage();

    public Image Crop(int left, int top, int width, int height) => ExtractArea(left, top, width, height);

    /// <summary>Turns upright by the orientation tag and removes the tag.</summary>
    public Image Autorot() => On("autorot").ToImage();

    public Image Rot(Enums.Angle angle) => On("rot").With("angle", angle).ToImage();

    public Image Flip(Enums.Direction direction) => On("flip").With("direction", direction).ToImage();

    /// <summary>Blends over a colour and drops the alpha channel.</summary>
    public Image Flatten(double[]? background = null, double? maxAlpha = null) =>
        On("flatten").With("background", background).With("max_alpha", maxAlpha).ToImage();

    public Image Premultiply(double? maxAlpha = null) => On("premultiply").With("max_alpha", maxAlpha).ToImage();

    public Image Unpremultiply(double? maxAlpha = null, int? alphaBand = null) =>
        On("unpremultiply").With("max_alpha", maxAlpha).With("alpha_band", alphaBand).ToImage();

    public Image Colourspace(Enums.Interpretation space, Enums.Interpretation? sourceSpace = null) =>
        On("colourspace").With("space", space).With("source_space", sourceSpace).ToImage();

    public Image Cast(Enums.BandFormat format, bool? shift = null) => On("cast").With("format", format).With("shift", shift).ToImage();

    public Image ExtractBand(int band, int? n = null) => On("extract_band").With("band", band).With("n", n).ToImage();

    public Image BandjoinConst(double[] c) => On("bandjoin_const").With("c", c).ToImage();

    public Image Resize(double scale, Enums.Kernel? kernel = null, double? gap = null, double? vscale = null) =>
        On("resize").With("scale", scale).With("kernel", kernel).With("gap", gap).With("vscale", vscale).ToImage();

    public Image Embed(int x, int y, int width, int height, Enums.Extend? extend = null, double[]? background = null) =>
        On("embed").With("x", x).With("y", y).With("width", width).With("height", height)
            .With("extend", extend).With("background", background).ToImage();

    public Image Copy(
        int? width = null,
        int? height = null,
        int? bands = null,
        Enums.BandFormat? format = null,
        Enums.Coding? coding = null,
        Enums.Interpretation? interpretation = null) =>
        On("copy").With("width", width).With("height", height).With("bands", bands).With("format", format)
            .With("coding", coding).With("interpretation", interpretation).ToImage();

    private static VOption Thumbnail(
        int? height,
        Enums.Size? size,
        bool? noRotate,
        Enums.Interesting? crop,
        bool? linear,
        string? inputProfile,
        string? outputProfile,
        Enums.Intent? intent,
        Enums.FailOn? failOn)
    {
        var options = new VOption();
        foreach (var (name, value) in (ReadOnlySpan<(string, object?)>)
            [
                ("height", height), ("size", size), ("no_rotate", noRotate), ("crop", crop), ("linear", linear),
                ("input_profile", inputProfile), ("output_profile", outputProfile), ("intent", intent), ("fail_on", failOn),
            ])
        {
            if (value is not null)
            {
                options.Add(name, value);
            }
        }

        return options;
    }

    private Operation On(string name) => Operation.New(name).With("in", this);
}
