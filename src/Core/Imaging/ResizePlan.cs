using NetVips;

namespace Magpie.Imaging;

/// <summary>How a picture becomes a model's input: resized to <paramref name="Width"/> × <paramref name="Height"/>, then cropped or padded.</summary>
internal readonly record struct ResizePlan(int Width, int Height, ModelInputSize Target)
{
    public static ResizePlan For(int width, int height, ModelInputSize target)
    {
        var (across, down) = ((double)target.Width / width, (double)target.Height / height);
        var scale = target.Mode switch
        {
            ResizeMode.Cover => Math.Max(across, down),
            ResizeMode.Contain => Math.Min(across, down),
            ResizeMode.ShortestSideCrop => Math.Max(
                Math.Max(across, down), (target.ShortestSide ?? Math.Min(target.Width, target.Height)) / (double)Math.Min(width, height)),
            _ => 0,
        };
        return scale == 0
            ? new(target.Width, target.Height, target)
            : new(Length(width * scale, target, target.Width), Length(height * scale, target, target.Height), target);
    }

    /// <summary>Triangle kernel over the whole footprint, which is Pillow's BILINEAR.</summary>
    /// <param name="image">Any.</param>
    /// <param name="isTurned">Whether the picture still lies on its side.</param>
    public Image Resize(Image image, bool isTurned = false)
    {
        var (width, height) = isTurned ? (Height, Width) : (Width, Height);
        return image.Width == width && image.Height == height
            ? image.Copy()
            : image.Resize((double)width / image.Width, kernel: Enums.Kernel.Linear, gap: 0, vscale: (double)height / image.Height);
    }

    /// <summary>Cuts the middle out of, or pads with black, what was resized; disposes it.</summary>
    public Image Crop(Image resized)
    {
        using (resized)
        {
            return Target.Mode == ResizeMode.Contain
                ? resized.Embed(
                    (Target.Width - resized.Width) / 2, (Target.Height - resized.Height) / 2, Target.Width, Target.Height, Enums.Extend.Black)
                : resized.ExtractArea(
                    (resized.Width - Target.Width) / 2, (resized.Height - Target.Height) / 2, Target.Width, Target.Height);
        }
    }

    /// <summary>Resizes and crops an upright picture without alpha; disposes it.</summary>
    public Image Apply(Image opaque)
    {
        using (opaque)
        {
            return Crop(Resize(opaque));
        }
    }

    private static int Length(double length, ModelInputSize target, int side) => target.Mode == ResizeMode.Contain
        ? Math.Clamp((int)Math.Round(length), 1, side)
        : Math.Max((int)Math.Round(length), side);
}
