namespace Magpie.Faces;

/// <summary>Numbers that stand for whose face it is; the face cannot be made from them again.</summary>
/// <param name="Model"><c>id@version</c> of the pack that made it; only encodings of one model can be compared.</param>
/// <param name="Vector">Of unit length.</param>
public sealed record FaceEncoding(string Model, IReadOnlyList<float> Vector);
