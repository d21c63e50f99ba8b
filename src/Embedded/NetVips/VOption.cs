using System.Collections;

namespace NetVips;

/// <summary>Optional arguments of an operation, by libvips' names for them.</summary>
public class VOption : IEnumerable<KeyValuePair<string, object>>
{
    private readonly Dictionary<string, object> _options = new(StringComparer.Ordinal);

    public object this[string key]
    {
        get => _options[key];
        set => Add(key, value);
    }

    public void Add(string key, object value) => _options[key] = value;

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _options.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
