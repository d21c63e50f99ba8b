using NetVips.Native;

namespace NetVips.Loaders;

/// <summary>Gives HEIC pictures their pixels: this libvips reads their headers but has no HEVC decoder, so libheif-js does that part.</summary>
internal static class HeicDecoder
{
    public static readonly string[] Suffixes = [".heic", ".heif"];

    private static readonly string[] Brands = ["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1"];

    public static bool IsAvailable => HeicProcess.NodePath is not null && HeicProcess.Package is not null;

    /// <summary>Whether the leading bytes are those of a HEIF file that may hold HEVC.</summary>
    public static bool MayBeNeeded(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file[4..8].SequenceEqual("ftyp"u8))
        {
            return false;
        }

        foreach (var brand in Brands)
        {
            if (System.Text.Ascii.Equals(file[8..12], brand))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Needed(Image header) =>
        header.Contains("heif-compression") && header.Get("heif-compression") is "hevc";

    /// <summary>The header with pixels that are decoded when they are wanted. libheif turns the picture upright itself.</summary>
    public static Image Open(Image header, byte[] file)
    {
        var (width, height, bands) = (header.Width, header.Height, header.HasAlpha() ? 4 : 3);
        var profile = header.Contains("icc-profile-data") ? header.Get("icc-profile-data") as byte[] : null;
        return header.Deferred(() => Decode(file, width, height, bands, profile));
    }

    private static nint Decode(byte[] file, int width, int height, int bands, byte[]? profile)
    {
        if (HeicProcess.NodePath is not { } node || HeicProcess.Package is not { } package)
        {
            throw new VipsException(
                "heifload: Support for this compression format has not been built in: HEVC is decoded by the npm package libheif-js, " +
                "which needs Node.js on the PATH.");
        }

        using var pixels = new NativePixels(width, height, bands);
        HeicProcess.Run(node, package, file, width, height, bands, pixels);
        var image = pixels.ToImage();
        if (profile is { Length: > 0 })
        {
            SetProfile(image, profile);
        }

        return image;
    }

    private static void SetProfile(nint image, byte[] profile)
    {
        using var blob = new PinnedBlob(profile);
        var value = default(GValue);
        Libvips.ValueInit(ref value, GTypes.Blob);
        Libvips.ValueSetBoxed(ref value, blob.Pointer);
        Libvips.ImageSet(image, "icc-profile-data", ref value);
        Libvips.ValueUnset(ref value);
    }
}
