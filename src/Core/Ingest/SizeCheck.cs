using System.Globalization;
using Magpie.Assets;

namespace Magpie.Ingest;

/// <summary>What arrived against what was announced, in bytes.</summary>
internal static class SizeCheck
{
    /// <summary>Null when the size is as declared and within the limit of its kind.</summary>
    public static AssetError? Check(long arrived, long declared, long limit) => (arrived, declared) switch
    {
        (0, _) => new(RejectionCodes.Empty, "The file is empty. Upload it again."),
        _ when arrived > limit => new(RejectionCodes.TooLarge, Text($"The file has {arrived:N0} bytes; the limit is {limit:N0}.")),
        _ when arrived > declared => new(
            RejectionCodes.TooLarge, Text($"{arrived:N0} bytes arrived where {declared:N0} were announced. Announce the file's real size.")),
        _ when arrived < declared => new(
            RejectionCodes.Corrupt, Text($"Only {arrived:N0} of {declared:N0} bytes arrived. Upload the file again.")),
        _ => null,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
