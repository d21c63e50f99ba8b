namespace Magpie.Indexes;

/// <summary>A vector under the name that its owner gave it.</summary>
/// <param name="Id">What a search answers.</param>
/// <param name="Group">Whose vector it is, such as the person of a face; empty where vectors are not grouped.</param>
/// <param name="Model">What made it, <c>id@version</c>; only vectors of one model are compared.</param>
/// <param name="Vector">1 to <see cref="TrainedIndex.MaxDimension"/> numbers.</param>
public sealed record IndexedVector(string Id, string Group, string Model, ReadOnlyMemory<float> Vector);
