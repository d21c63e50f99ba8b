using System.Text;
using System.Text.RegularExpressions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A trigger's path, <c>container/a-{token}.{other}</c>. A token takes as much as it can, slashes included, as in the real host.</summary>
internal sealed partial class BlobPathPattern
{
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(100);

    private readonly Regex _name;
    private readonly string[] _tokens;

    private BlobPathPattern(string container, string prefix, Regex name, string[] tokens) =>
        (Container, Prefix, _name, _tokens) = (container, prefix, name, tokens);

    public string Container { get; }

    /// <summary>What every matching name begins with; may be empty.</summary>
    public string Prefix { get; }

    /// <summary>Reads a path.</summary>
    /// <exception cref="InvalidOperationException">No container, a token in the container, a token twice or without an end.</exception>
    public static BlobPathPattern Parse(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var container = slash < 0 ? path : path[..slash];
        var pattern = slash < 0 || slash == path.Length - 1 ? "{name}" : path[(slash + 1)..];
        if (container.Length == 0 || container.Contains('{', StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"'{path}' is no blob path: it must begin with the name of a container.");
        }

        var regex = new StringBuilder("^");
        var tokens = new List<string>();
        var at = 0;
        foreach (Match token in Token().Matches(pattern))
        {
            if (tokens.Contains(token.Groups["token"].Value, StringComparer.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException($"'{path}' is no blob path: {token.Value} is in it twice.");
            }

            tokens.Add(token.Groups["token"].Value);
            regex.Append(Literal(token.Index)).Append("(.*)");
            at = token.Index + token.Length;
        }

        regex.Append(Literal(pattern.Length)).Append('$');
        var firstToken = pattern.IndexOf('{', StringComparison.Ordinal);
        return new BlobPathPattern(
            container,
            firstToken < 0 ? pattern : pattern[..firstToken],
            new Regex(regex.ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline, MatchLimit),
            [.. tokens]);

        string Literal(int end)
        {
            var literal = pattern[at..end];
            return literal.AsSpan().IndexOfAny('{', '}') < 0
                ? Regex.Escape(literal)
                : throw new InvalidOperationException($"'{path}' is no blob path: a token is a name in curly braces.");
        }
    }

    /// <summary>The tokens' values when the name matches, else null.</summary>
    public Dictionary<string, object?>? Match(string blobName)
    {
        var match = _name.Match(blobName);
        if (!match.Success)
        {
            return null;
        }

        var values = new Dictionary<string, object?>(_tokens.Length + 4, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < _tokens.Length; i++)
        {
            values[_tokens[i]] = match.Groups[i + 1].Value;
        }

        return values;
    }

    [GeneratedRegex(@"\{(?<token>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Token();
}
