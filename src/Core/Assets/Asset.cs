using Magpie.Imaging;
using Magpie.Tagging;
using Magpie.Video;

namespace Magpie.Assets;

/// <summary>A photo or video and everything known of it. A value: a change is a new record, committed under the ETag of the one read.</summary>
public sealed record Asset
{
    /// <summary>See <see cref="AssetId"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The account it belongs to.</summary>
    public required string Account { get; init; }

    /// <summary>The key that reserved it; a publishable key reads back only what it uploaded.</summary>
    public required string UploadedBy { get; init; }

    public AssetState State { get; init; }

    public required MediaType Type { get; init; }

    /// <summary>File name as the client gave it, without path, at most 255 characters.</summary>
    public required string Name { get; init; }

    public string? Title { get; init; }

    /// <summary>Declared until the bytes arrive, then what the leading bytes say.</summary>
    public required string ContentType { get; init; }

    /// <summary>Size in bytes, as declared until the bytes arrive.</summary>
    public required long Bytes { get; init; }

    /// <summary>64 lower-case hexadecimal digits: what the client declared, then what was computed.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Pixels, EXIF orientation applied.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels, EXIF orientation applied.</summary>
    public int? Height { get; init; }

    /// <summary>Seconds; videos only.</summary>
    public double? Duration { get; init; }

    /// <summary>What container and codecs say; null for a photo, and for a video that could not be looked into.</summary>
    public VideoFacts? Video { get; init; }

    /// <summary>Trimmed, lower-cased, each once; at most 50.</summary>
    public IReadOnlyList<string> UserTags { get; init; } = [];

    /// <summary>By falling confidence.</summary>
    public IReadOnlyList<MlTag> MlTags { get; init; } = [];

    /// <summary>User tags first, then the models', each once.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    public TaggingSummary? Tagging { get; init; }

    public IReadOnlyList<DominantColor> Colors { get; init; } = [];

    public string? BlurHash { get; init; }

    /// <summary>64-bit DCT hash, 16 hexadecimal digits.</summary>
    public string? PerceptualHash { get; init; }

    /// <summary>Id of the asset that had the same bytes before; null when this one is the first, or the only one.</summary>
    public string? DuplicateOf { get; init; }

    /// <summary>Ids of assets that looked nearly the same when this one came; at most 20, oldest first.</summary>
    public IReadOnlyList<string> NearDuplicates { get; init; } = [];

    public DateTimeOffset? TakenAt { get; init; }

    public string? Camera { get; init; }

    public AssetUrls? Urls { get; init; }

    /// <summary>Id at the delivery service: <c>gallery/{id}</c>.</summary>
    public string? PublicId { get; init; }

    /// <summary><c>cloudinary</c> or <c>blob</c>.</summary>
    public string? Delivery { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ReceivedAt { get; init; }

    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>Why it was rejected, failed, or had to be tried again.</summary>
    public AssetError? Error { get; init; }

    /// <summary>What a client of Clarifai's API said of it; null when none did.</summary>
    public AssetInput? Input { get; init; }
}

/// <summary>How tagging went.</summary>
/// <param name="Status"><c>done</c>, or <c>unavailable</c> when no model could say anything.</param>
/// <param name="Model">The packs that spoke, <c>id@version</c>, comma-joined; null when none did.</param>
/// <param name="Reason">Why it is <c>unavailable</c>, a sentence, where there is more to say than that no model spoke; or why the models saw only the poster of a video.</param>
public sealed record TaggingSummary(string Status, string? Model, string? Reason = null);

/// <summary>Where the file and its renditions are served; null for what there is none of.</summary>
public sealed record AssetUrls(string Original, string? Thumb, string? Preview);

/// <summary>A code a program can switch on and a sentence a person can act on.</summary>
public sealed record AssetError(string Code, string Message);

/// <summary>An asset as read from the catalogue, with the ETag that a change must present.</summary>
public sealed record StoredAsset(Asset Asset, string ETag);
