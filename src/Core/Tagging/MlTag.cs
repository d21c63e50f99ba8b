namespace Magpie.Tagging;

/// <summary>A tag a model gave.</summary>
/// <param name="Tag">The label's name, lower case.</param>
/// <param name="Confidence">0 to 1.</param>
/// <param name="Parents">From the nearest to the most general: <c>["bird of prey", "bird", "animal"]</c>.</param>
/// <param name="Id">The label's id within its pack.</param>
/// <param name="Pack">The pack, <c>id@version</c>.</param>
public sealed record MlTag(string Tag, float Confidence, IReadOnlyList<string> Parents, string Id, string Pack);
