namespace Magpie.Functions.Health;

/// <summary>How the service is.</summary>
/// <param name="Status"><c>ok</c>, <c>degraded</c> or <c>down</c>.</param>
/// <param name="Storage"><c>ok</c>, <c>starting</c> or <c>unreachable</c>.</param>
/// <param name="Models">Packs that tag; empty while there are none.</param>
/// <param name="Problems">What is not as it should be, a sentence each.</param>
public sealed record HealthResponse(string Status, string Storage, IReadOnlyList<string> Models, IReadOnlyList<string> Problems)
{
    public const string Ok = "ok";
    public const string Degraded = "degraded";
    public const string Down = "down";
}
