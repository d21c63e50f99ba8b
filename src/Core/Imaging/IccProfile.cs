namespace Magpie.Imaging;

/// <summary>What matters of an embedded colour profile.</summary>
internal static class IccProfile
{
    private const int MostRead = 4096;

    /// <summary>Whether it calls itself sRGB, as the profiles of HP, Google, Sony and ArgyllCMS do.</summary>
    public static bool IsSrgb(ReadOnlySpan<byte> profile)
    {
        var head = profile[..Math.Min(profile.Length, MostRead)];
        return head.IndexOf("sRGB"u8) >= 0 || head.IndexOf("s\0R\0G\0B"u8) >= 0;
    }
}
