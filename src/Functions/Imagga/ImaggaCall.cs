namespace Magpie.Functions.Imagga;

/// <summary>What an endpoint is asked, whether by a request or as one of a batch.</summary>
/// <param name="Route">The path's variables.</param>
/// <param name="Body">JSON where the endpoint takes it; empty otherwise.</param>
internal sealed record ImaggaCall(
    string Account, string Method, IReadOnlyDictionary<string, string> Route, ImaggaParameters Parameters, ImaggaImages Images, ReadOnlyMemory<byte> Body)
{
    /// <summary>The key of who asks; null in batches of earlier versions.</summary>
    public string? Key { get; init; }

    /// <summary>A variable of the path.</summary>
    public string this[string variable] => Route[variable];
}
