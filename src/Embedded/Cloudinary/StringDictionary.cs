using System.Collections;

namespace CloudinaryDotNet;

/// <summary>Names and values in the order they were added.</summary>
public class StringDictionary : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _pairs = [];

    public int Count => _pairs.Count;

    /// <summary><c>name=value</c>, with <c>=</c> and <c>|</c> in either escaped by a backslash.</summary>
    public string[] SafePairs =>
        [.. _pairs.Select(pair => string.IsNullOrEmpty(pair.Value) ? Escape(pair.Key) : $"{Escape(pair.Key)}={Escape(pair.Value)}")];

    public void Add(string key, string value) => _pairs.Add(new(key, value));

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Escape(string text) =>
        text.Replace("=", "\\=", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
