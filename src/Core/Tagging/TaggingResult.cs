namespace Magpie.Tagging;

/// <summary>What the packs said of one image. Never a failure: with nothing to say it is <see cref="Unavailable"/>.</summary>
/// <param name="Status"><see cref="Done"/> or <see cref="UnavailableStatus"/>.</param>
/// <param name="Model">The packs that spoke, <c>id@version</c>, comma-joined; null when none did.</param>
/// <param name="MlTags">By falling confidence, each tag once.</param>
/// <param name="Embedding">L2-normalised where its pack says so; null when no pack has one.</param>
/// <param name="EmbeddingModel">The pack the embedding is from, <c>id@version</c>: embeddings of different packs cannot be compared.</param>
public sealed record TaggingResult(string Status, string? Model, IReadOnlyList<MlTag> MlTags, float[]? Embedding, string? EmbeddingModel)
{
    /// <summary>Tags of all packs together that are kept: with the 50 that a user may give, one transaction counts them all.</summary>
    public const int MaxTags = 48;

    /// <summary>Numbers of an embedding that is kept: what the search index compares, and what a column of the catalogue's row holds four times over.</summary>
    public const int MaxEmbedding = 4096;

    /// <summary>At least one pack was asked and answered.</summary>
    public const string Done = "done";

    /// <summary>No pack is installed, or none of them answered.</summary>
    public const string UnavailableStatus = "unavailable";

    /// <summary>The user's tags are all there is.</summary>
    public static TaggingResult Unavailable { get; } = new(UnavailableStatus, null, [], null, null);
}
