namespace CloudinaryDotNet.Actions;

/// <summary>Parameters of a call.</summary>
public abstract class BaseParams
{
    /// <summary>Throws when something the call needs is missing.</summary>
    public abstract void Check();

    /// <summary>The parameters as the service names them.</summary>
    public virtual SortedDictionary<string, object> ToParamsDictionary() => new(StringComparer.Ordinal);

    /// <summary>Adds what has a value.</summary>
    protected static void AddParam(SortedDictionary<string, object> dict, string key, string? value)
    {
        ArgumentNullException.ThrowIfNull(dict);
        if (!string.IsNullOrEmpty(value))
        {
            dict.Add(key, value);
        }
    }

    /// <summary>Adds what has a value.</summary>
    protected static void AddParam(SortedDictionary<string, object> dict, string key, bool? value) =>
        AddParam(dict, key, value is { } known ? known ? "true" : "false" : null);

    /// <summary>Adds a list, sent as <c>key[]</c> once an element.</summary>
    protected static void AddParam(SortedDictionary<string, object> dict, string key, IEnumerable<string>? value)
    {
        ArgumentNullException.ThrowIfNull(dict);
        if (value is not null)
        {
            dict.Add(key, value);
        }
    }

    /// <summary>Adds context, <c>name=value</c> pairs joined by <c>|</c>.</summary>
    protected static void AddContext(SortedDictionary<string, object> dict, StringDictionary? context) =>
        AddParam(dict, "context", context is { Count: > 0 } ? string.Join('|', context.SafePairs) : null);

    /// <summary>Adds transformations to make at once, joined by <c>|</c>.</summary>
    protected static void AddEager(SortedDictionary<string, object> dict, List<Transformation>? transformations) =>
        AddParam(dict, "eager", transformations is { Count: > 0 } ? string.Join('|', transformations.Select(one => one.Generate())) : null);

#pragma warning disable MA0015 // A property is missing, not an argument; the vendor throws this type.
    private protected static ArgumentException Missing(string message) => new(message);
#pragma warning restore MA0015
}
