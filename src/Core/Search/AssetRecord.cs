using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Magpie.Assets;

namespace Magpie.Search;

/// <summary>What filters and colours need of an asset, as it lies in a snapshot: 84 bytes, little-endian. Changing it changes the format.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct AssetRecord
{
    /// <summary>The id's first 16 digits.</summary>
    public ulong IdHigh;

    /// <summary>The id's last 16 digits.</summary>
    public ulong IdLow;

    /// <summary>Milliseconds since 1970: when it was taken, or created where the file does not say.</summary>
    public long Time;

    public long Bytes;

    /// <summary>Pixels; 0 when unknown.</summary>
    public int Width;

    /// <summary>Pixels; 0 when unknown.</summary>
    public int Height;

    /// <summary>Degrees; NaN when unknown.</summary>
    public float Latitude;

    /// <summary>Degrees; NaN when unknown.</summary>
    public float Longitude;

    /// <summary>Number of a text; −1 when unknown.</summary>
    public int Camera;

    /// <summary>Number of a text: the key that uploaded it.</summary>
    public int UploadedBy;

    /// <summary>A <see cref="MediaType"/>.</summary>
    public int Type;

    public int ColorCount;

    /// <summary>Its colours, the first <see cref="ColorCount"/>.</summary>
    public ColorShares Colors;

    public static AssetRecord Of(Asset asset, int camera, int uploadedBy)
    {
        var record = new AssetRecord
        {
            IdHigh = Digits(asset.Id.AsSpan(0, 16)),
            IdLow = Digits(asset.Id.AsSpan(16, 16)),
            Time = (asset.TakenAt ?? asset.CreatedAt).ToUnixTimeMilliseconds(),
            Bytes = asset.Bytes,
            Width = asset.Width ?? 0,
            Height = asset.Height ?? 0,
            Latitude = (float)(asset.Input?.Geo?.Latitude ?? double.NaN),
            Longitude = (float)(asset.Input?.Geo?.Longitude ?? double.NaN),
            Camera = camera,
            UploadedBy = uploadedBy,
            Type = (int)asset.Type,
            ColorCount = Math.Min(asset.Colors.Count, ColorShares.Most),
        };
        for (var i = 0; i < record.ColorCount; i++)
        {
            record.Colors[i] = ColorShare.Of(asset.Colors[i]);
        }

        return record;
    }

    /// <summary>The asset's id.</summary>
    public readonly string Id => IdOf(Key);

    /// <summary>The asset's id as a number: the newer, the larger.</summary>
    public readonly UInt128 Key => new(IdHigh, IdLow);

    public static string IdOf(UInt128 key) => key.ToString("x32", CultureInfo.InvariantCulture);

    public static ulong Digits(ReadOnlySpan<char> hex) => ulong.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Whether the machine's order of bytes is the snapshot's.</summary>
    public static bool IsReadable => BitConverter.IsLittleEndian && Unsafe.SizeOf<AssetRecord>() == 84;
}

/// <summary>Up to five colours.</summary>
[InlineArray(Most)]
internal struct ColorShares
{
    public const int Most = 5;

    private ColorShare _first;
}

/// <summary>A colour and its share of the picture, 255 for all of it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal record struct ColorShare(byte Red, byte Green, byte Blue, byte Share)
{
    public static ColorShare Of(Imaging.DominantColor color)
    {
        var rgb = int.Parse(color.Hex.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb, (byte)Math.Clamp(Math.Round(color.Percent * 2.55), 1, 255));
    }
}

/// <summary>Where a term was found: 8 bytes of a snapshot.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct Posting(int Ordinal, MatchField Field, byte Confidence, ushort Reserved)
{
    /// <summary>0 to 1.</summary>
    public float Probability => Confidence / (float)byte.MaxValue;
}
