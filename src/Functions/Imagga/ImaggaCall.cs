namespace Magpie.Functions.Imagga;

/// <summary>What an endpoint is asked, whether by a request or as one of a batch.</summary>
/// <param name="Route">The path's variables.</param>
/// <param name="Body">JSON where the endpoint takes it; empty otherwise.</param>
internal sealed record ImaggaCall(
    string Account, string Method, IReadOnlyDictionary<string, string> Route, ImaggaParameters Parameters, ImaggaImages Images, ReadOnlyMemory<byte> Body)
{
    /// <summary>The key of who asks; null in batches of earlier versions.</summary>
    public string? Key { get; init; }

    /// <summary>A name from the path, or from the query: who names a part there means that part, and loses no more by it.</summary>
    public string? Given(string name) => Route.GetValueOrDefault(name) ?? Parameters.Text(name);

    /// <summary>What to say where one of these is sent and says nothing, as a client does that lost it: it must not mean the whole. Null where none is.</summary>
    public ImaggaAnswer? ProblemOf(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Parameters.IsEmpty(name))
            {
                return ImaggaAnswer.BadRequest($"\"{name}\" is empty. Send a name, or leave it out to mean the whole index. Nothing has been deleted.");
            }
        }

        return null;
    }

    /// <summary>A variable of the path.</summary>
    public string this[string variable] => Route[variable];
}
