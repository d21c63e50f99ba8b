namespace Magpie.Functions.Imagga;

/// <summary>A path and its methods, and what answers them.</summary>
/// <param name="Path">After <c>/v2</c>; variables in braces.</param>
/// <param name="Methods">GET, POST, …; HEAD goes with GET.</param>
/// <param name="IsTechnology">Whether it looks at images: counted against the concurrency limit, and open to batches.</param>
internal sealed record ImaggaRoute(
    string Path, IReadOnlyList<string> Methods, Func<ImaggaCall, CancellationToken, Task<ImaggaAnswer>> AnswerAsync, bool IsTechnology = false)
{
    /// <summary>Whether it answers a picture, which JSON cannot carry, to these parameters; null for never.</summary>
    public Func<ImaggaParameters, bool>? AnswersPicture { get; init; }

    private readonly string[] _segments = Path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Names of its variables.</summary>
    public IReadOnlyList<string> Variables => [.. _segments.Where(segment => segment[0] == '{').Select(segment => segment[1..^1])];

    /// <summary>The variables of a path that is this one's; null when it is another's.</summary>
    public IReadOnlyDictionary<string, string>? Match(IReadOnlyList<string> segments)
    {
        if (segments.Count != _segments.Length)
        {
            return null;
        }

        Dictionary<string, string>? variables = null;
        for (var i = 0; i < _segments.Length; i++)
        {
            if (_segments[i] is ['{', .. var name, '}'])
            {
                // The only sign that a path keeps escaped.
                (variables ??= new(StringComparer.Ordinal))[name] = segments[i].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
            }
            else if (!_segments[i].Equals(segments[i], StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }
        }

        return variables ?? (IReadOnlyDictionary<string, string>)System.Collections.Frozen.FrozenDictionary<string, string>.Empty;
    }
}

/// <summary>A part of the API: a few routes that belong together.</summary>
internal interface IImaggaEndpoints
{
    IReadOnlyList<ImaggaRoute> Routes { get; }
}
