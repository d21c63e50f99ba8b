using System.Globalization;
using System.Text.Json;
using Magpie.Video;

namespace Magpie.Functions.Video;

/// <summary>Reads ffprobe's JSON. Whatever is missing or makes no sense is as if it were not told.</summary>
internal static class FfprobeAnswer
{
    /// <summary>Degrees of a turn.</summary>
    private const int FullTurn = 360;

    /// <summary>Null when it is no answer of ffprobe's at all.</summary>
    public static VideoProbe? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (!root.TryGetProperty("streams", out var streams))
            {
                return null;
            }

            var tracks = streams.EnumerateArray().ToList();
            var picture = tracks.Find(track => Text(track, "codec_type") == "video" && !IsCover(track));
            var isThere = picture.ValueKind == JsonValueKind.Object;
            var duration = root.TryGetProperty("format", out var format) ? Number(format, "duration") : null;
            return new VideoProbe(
                duration ?? (isThere ? Number(picture, "duration") : null),
                isThere ? Picture(picture) : null,
                tracks.Where(track => Text(track, "codec_type") == "audio").Select(track => Text(track, "codec_name") ?? "unknown").FirstOrDefault());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static PictureTrack Picture(JsonElement track) => new(
        Text(track, "codec_name"),
        (int)(Number(track, "width") ?? 0),
        (int)(Number(track, "height") ?? 0),
        Ratio(track, "sample_aspect_ratio", ':') is { } aspect and >= 0.05 and <= 20 ? aspect : 1,
        Rotation(track),
        Ratio(track, "avg_frame_rate", '/') is { } rate and > 0 ? rate : null);

    /// <summary>Clockwise to stand upright. A display matrix tells it the other way around, and goes before the older tag.</summary>
    private static int Rotation(JsonElement track)
    {
        var turn = -SideData(track) ?? (track.TryGetProperty("tags", out var tags) ? Number(tags, "rotate") : null) ?? 0;
        var quarters = (int)Math.Round(Math.IEEERemainder(turn, FullTurn) / 90);
        return (quarters + 4) % 4 * 90;
    }

    private static double? SideData(JsonElement track) =>
        track.TryGetProperty("side_data_list", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(one => Number(one, "rotation")).FirstOrDefault(rotation => rotation is not null)
            : null;

    private static bool IsCover(JsonElement track) =>
        track.TryGetProperty("disposition", out var disposition) && Number(disposition, "attached_pic") is > 0;

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static double? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value.ValueKind == JsonValueKind.Number ? value.GetDouble() : Parse(value.ToString())
            : null;

    private static double? Ratio(JsonElement element, string name, char sign) =>
        Text(element, name)?.Split(sign) is [var above, var below] && Parse(above) is { } top && Parse(below) is { } bottom && bottom > 0
            ? top / bottom
            : null;

    private static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
