using Magpie.Assets;
using Magpie.Tagging;
using Magpie.Video;
using Microsoft.AspNetCore.Http;

namespace Magpie.Functions.Assets;

/// <summary>An asset as the API shows it; the order of members is the order in the JSON.</summary>
public sealed record AssetResponse(
    string Id,
    string State,
    string Type,
    string? Title,
    string Name,
    string ContentType,
    long Bytes,
    int? Width,
    int? Height,
    double? Duration,
    VideoResponse? Video,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> UserTags,
    IReadOnlyList<MlTagResponse> MlTags,
    TaggingResponse? Tagging,
    IReadOnlyList<ColorResponse> Colors,
    string? Blurhash,
    DateTimeOffset? TakenAt,
    UrlsResponse? Urls,
    string? PublicId,
    string? Delivery,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ReceivedAt,
    DateTimeOffset? ReadyAt,
    ErrorResponse? Error,
    string? DuplicateOf,
    IReadOnlyList<string> NearDuplicates)
{
    /// <summary>As it looks to whoever sent the request: paths on our own host become addresses.</summary>
    public static AssetResponse From(Asset asset, HttpRequest request) => From(asset, PublicHost.Of(request));

    /// <summary>As it looks from outside.</summary>
    /// <param name="origin">Scheme and host by which the reader knows this service.</param>
    public static AssetResponse From(Asset asset, string origin)
    {
        ArgumentNullException.ThrowIfNull(asset);
        return new(
            asset.Id,
            asset.State.ToName(),
            asset.Type.ToName(),
            asset.Title,
            asset.Name,
            asset.ContentType,
            asset.Bytes,
            asset.Width,
            asset.Height,
            asset.Duration,
            asset.Video is { } video ? VideoResponse.From(video) : null,
            asset.Tags,
            asset.UserTags,
            [.. asset.MlTags.Select(MlTagResponse.From)],
            asset.Tagging is { } tagging ? new(tagging.Status, tagging.Model, tagging.Reason) : null,
            [.. asset.Colors.Select(color => new ColorResponse(color.Hex, color.Name, color.Percent))],
            asset.BlurHash,
            asset.TakenAt,
            asset.Urls is { } urls ? UrlsResponse.From(urls, origin) : null,
            asset.PublicId,
            asset.Delivery,
            asset.CreatedAt,
            asset.ReceivedAt,
            asset.ReadyAt,
            asset.Error is { } error ? new(error.Code, error.Message) : null,
            asset.DuplicateOf,
            asset.NearDuplicates);
    }
}

/// <summary>A tag a model gave.</summary>
/// <param name="Confidence">0 to 1, three decimals.</param>
/// <param name="Parents">From the nearest to the most general.</param>
public sealed record MlTagResponse(string Tag, double Confidence, IReadOnlyList<string> Parents)
{
    public static MlTagResponse From(MlTag tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return new(tag.Tag, Math.Round(tag.Confidence, 3), tag.Parents);
    }
}

/// <summary>How tagging went.</summary>
/// <param name="Reason">Why it is <c>unavailable</c>, where there is more to say than that no model spoke; or why the models saw only the poster of a video.</param>
public sealed record TaggingResponse(string Status, string? Model, string? Reason);

/// <summary>What a video's container and codecs say.</summary>
/// <param name="FrameRate">Frames a second, on average; null when the file does not tell.</param>
/// <param name="Rotation">Degrees clockwise that the stored picture is turned by to stand upright: 0, 90, 180 or 270.</param>
/// <param name="AudioCodec">Null when there is no sound.</param>
public sealed record VideoResponse(string Container, string Codec, double? FrameRate, int Rotation, string? AudioCodec)
{
    public static VideoResponse From(VideoFacts video)
    {
        ArgumentNullException.ThrowIfNull(video);
        return new(video.Container, video.Codec, video.FrameRate, video.Rotation, video.AudioCodec);
    }
}

/// <summary>A dominant colour.</summary>
public sealed record ColorResponse(string Hex, string Name, double Percent);

/// <summary>Where the file and its renditions are served.</summary>
public sealed record UrlsResponse(string Original, string? Thumb, string? Preview)
{
    public static UrlsResponse From(AssetUrls urls, string origin)
    {
        ArgumentNullException.ThrowIfNull(urls);
        return new(Absolute(urls.Original)!, Absolute(urls.Thumb), Absolute(urls.Preview));

        string? Absolute(string? url) => url?.StartsWith('/') == true ? origin + url : url;
    }
}

/// <summary>Why it was rejected, failed, or had to be tried again.</summary>
public sealed record ErrorResponse(string Code, string Message);

/// <summary>A page of a list; the cursor asks for the next, null on the last.</summary>
public sealed record AssetsResponse(IReadOnlyList<AssetResponse> Assets, string? Cursor);

/// <summary>States of many.</summary>
/// <param name="Missing">Ids the account has no asset of.</param>
public sealed record StatusesResponse(IReadOnlyList<StatusResponse> Assets, IReadOnlyList<string> Missing);

/// <summary>The state of one.</summary>
public sealed record StatusResponse(string Id, string State, ErrorResponse? Error);

/// <summary>Tags with the number of ready assets that carry them.</summary>
public sealed record TagsResponse(IReadOnlyList<TagResponse> Tags);

/// <summary>A tag.</summary>
public sealed record TagResponse(string Tag, long Count);
