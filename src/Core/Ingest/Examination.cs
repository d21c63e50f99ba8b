using Magpie.Assets;
using Magpie.Delivery;

namespace Magpie.Ingest;

/// <summary>What looking at a file came to: <see cref="Accepted"/> or <see cref="Refused"/>.</summary>
internal abstract record Examination;

/// <summary>The file is what it should be.</summary>
/// <param name="Asset">With everything learned from the bytes.</param>
/// <param name="Renditions">Thumb and preview; none for a video.</param>
/// <param name="Embedding">Null when no model gave one.</param>
internal sealed record Accepted(Asset Asset, IReadOnlyList<Rendition> Renditions, AssetEmbedding? Embedding) : Examination;

/// <summary>The file cannot be taken, and the reason lies in it.</summary>
internal sealed record Refused(AssetError Error) : Examination;
