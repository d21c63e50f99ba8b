namespace Magpie.Indexes;

/// <summary>What a picture is compared by.</summary>
/// <param name="Model">What made it, <c>id@version</c>; only features of one model are compared.</param>
/// <param name="Vector">1 to <see cref="TrainedIndex.MaxDimension"/> numbers, L2-normalised.</param>
public sealed record ImageFeatures(string Model, ReadOnlyMemory<float> Vector);
