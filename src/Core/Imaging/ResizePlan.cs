using NetVips;

namespace Magpie.Imaging;

/// <summary>How a picture becomes a model's input: resized to <paramref name="Width"/> × <paramref name="Height"/>, then cropped or padded.</summary>
internal readonly record struct ResizePlan(int Width, int Height, ModelInputSize Target)
{
    // A line of 1 x 60,000 pixels, resized to cover 224 x 224, would be 13 million pixels long before it is cropped.
    private const int MostExcess = 16;

    /// <summary>Whether most of what is resized would be cropped away.</summary>
    public bool IsExcessive => (long)Width * Height > (long)MostExcess * Target.Width * Target.Height;

    /// <summary>Whether nothing is cropped away or padded.</summary>
    public bool IsWhole => Width == Target.Width && Height == Target.Height;

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

    /// <summary>Cuts the middle out of, or pads with black, what was resized; disposes it, or hands it back when it fits.</summary>
    public Image Crop(Image resized)
    {
        if (resized.Width == Target.Width && resized.Height == Target.Height)
        {
            return resized;
        }

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
            if (!IsExcessive)
            {
                return Crop(Resize(opaque));
            }

            var scale = Math.Max((double)Width / opaque.Width, (double)Height / opaque.Height);
            var width = (int)Math.Min(opaque.Width, Math.Ceiling(Target.Width / scale));
            var height = (int)Math.Min(opaque.Height, Math.Ceiling(Target.Height / scale));
            using var middle = opaque.ExtractArea((opaque.Width - width) / 2, (opaque.Height - height) / 2, width, height);
            var plan = For(width, height, Target with { Mode = ResizeMode.Cover });
            return plan.Crop(plan.Resize(middle));
        }
    }

    private static int Length(double length, ModelInputSize target, int side) => target.Mode == ResizeMode.Contain
        ? Math.Clamp((int)Math.Round(length), 1, side)
        : Math.Max((int)Math.Round(length), side);
}
