using Magpie.Assets;

namespace Magpie.Uploads;

/// <summary>What a client says of a file it wants to upload; nothing of it is trusted.</summary>
public sealed record UploadFile
{
    /// <summary>File name without a path.</summary>
    public string? Name { get; init; }

    /// <summary>Media type, with or without parameters; see <see cref="Imaging.FileTypes"/>.</summary>
    public string? ContentType { get; init; }

    /// <summary>Bytes.</summary>
    public long? Size { get; init; }

    public string? Title { get; init; }

    /// <summary>As the user wrote them.</summary>
    public IReadOnlyList<string?> Tags { get; init; } = [];

    /// <summary>64 hexadecimal digits; what arrives is held against it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>What a client of Clarifai's API said beyond that; whoever sets it has checked it.</summary>
    public AssetInput? Input { get; init; }
}
