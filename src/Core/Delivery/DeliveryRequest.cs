using Magpie.Assets;

namespace Magpie.Delivery;

/// <summary>An asset that is ready to be served.</summary>
public sealed record DeliveryRequest
{
    /// <summary>See <see cref="Assets.AssetId"/>; the name of its place.</summary>
    public required string AssetId { get; init; }

    public required string Account { get; init; }

    public required MediaType Type { get; init; }

    /// <summary>What the leading bytes say, not what the client declared.</summary>
    public required string ContentType { get; init; }

    /// <summary>File name as the client gave it.</summary>
    public required string Name { get; init; }

    public string? Title { get; init; }

    /// <summary>Merged: the user's first, then the models'. The adapter turns them into the service's form.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    public required IOriginal Original { get; init; }

    /// <summary>None for a file that no picture was made of.</summary>
    public IReadOnlyList<Rendition> Renditions { get; init; } = [];
}

/// <summary>What a person changed about a delivered asset: the whole of it, not the difference.</summary>
/// <param name="Tags">Merged, as in <see cref="DeliveryRequest.Tags"/>.</param>
public sealed record DeliveryUpdate(string AssetId, MediaType Type, string? Title, IReadOnlyList<string> Tags);

/// <summary>A smaller picture made of the original.</summary>
/// <param name="Name"><see cref="MediaNames.Thumb"/> or <see cref="MediaNames.Preview"/>.</param>
/// <param name="ContentType"><c>image/webp</c>.</param>
/// <param name="Content">The encoded picture.</param>
public sealed record Rendition(string Name, string ContentType, ReadOnlyMemory<byte> Content);
