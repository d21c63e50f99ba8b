using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Magpie.Assets;

namespace Magpie.Search;

/// <summary>What an asset is found by. A term begins with its kind, so that words, whole tags and metadata never meet.</summary>
internal static class AssetTerms
{
    public const char Word = 'w';
    public const char Tag = 't';
    public const char Metadata = 'm';

    /// <summary>Terms of one asset at most; beyond it the least important are left out.</summary>
    public const int Most = 1_000;

    /// <summary>In the place of a value that is no text: a term that no asset has.</summary>
    public const string Unreadable = "";

    private const int MaxLeaves = 200;

    /// <summary>Each term with its best place.</summary>
    public static IReadOnlyList<IndexTerm> Of(Asset asset)
    {
        var terms = new Dictionary<(string, MatchField), byte>();
        foreach (var tag in asset.UserTags)
        {
            AddTag(terms, tag, MatchField.UserTag, 1);
        }

        foreach (var (tag, field, confidence) in SeenIn(asset))
        {
            AddTag(terms, tag, field, confidence);
        }

        AddWords(terms, asset.Title, MatchField.Title, byte.MaxValue);
        AddWords(terms, asset.Name, MatchField.Name, byte.MaxValue);
        foreach (var leaf in LeavesOf(asset.Input?.Metadata).Where(static leaf => leaf != Unreadable))
        {
            Add(terms, leaf, MatchField.Metadata, byte.MaxValue);
        }

        return [.. terms.Select(term => new IndexTerm(term.Key.Item1, term.Key.Item2, term.Value))];
    }

    /// <summary>What models saw in an asset, with the parents, but for what the user said is not there; what the user said is there stands by itself.</summary>
    public static IEnumerable<(string Tag, MatchField Field, float Confidence)> SeenIn(Asset asset)
    {
        var denied = asset.Input?.AbsentTags ?? [];
        return asset.MlTags
            .SelectMany(tag => tag.Parents.Select(parent => (Tag: parent, Field: MatchField.Parent, tag.Confidence))
                .Prepend((tag.Tag, Field: MatchField.ModelTag, tag.Confidence)))
            .Where(seen => denied.Count == 0 || !denied.Contains(seen.Tag, StringComparer.Ordinal));
    }

    /// <summary>0..1 as a byte, never 0 for what is there.</summary>
    public static byte Quantize(float confidence) => (byte)Math.Clamp((int)MathF.Round(confidence * byte.MaxValue), 1, byte.MaxValue);

    /// <summary>
    /// The terms of a JSON object's values, each with the way to it; none when it is none, and <see cref="Unreadable"/> for what is no text.
    /// </summary>
    public static IReadOnlyList<string> LeavesOf(string? metadata)
    {
        if (metadata is null)
        {
            return [];
        }

        var leaves = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(metadata);
            AddLeaves(document.RootElement, "", leaves);
        }
        catch (JsonException)
        {
            leaves.Add(Unreadable);
        }

        return leaves;
    }

    private static void AddLeaves(JsonElement value, string path, List<string> leaves)
    {
        if (leaves.Count >= MaxLeaves)
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (TextOf(() => member.Name) is { } name)
                    {
                        AddLeaves(member.Value, $"{path}\u0001{name}", leaves);
                    }
                    else
                    {
                        leaves.Add(Unreadable);
                    }
                }

                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    AddLeaves(element, path + "\u0002", leaves);
                }

                break;
            default:
                leaves.Add((value.ValueKind == JsonValueKind.String ? TextOf(() => $"\"{value.GetString()}") : value.GetRawText()) is not { } text
                    ? Unreadable
                    : Metadata + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{path}\u0003{text}")).AsSpan(0, 8)));
                break;
        }
    }

    /// <summary>Null when it is no text: half of a surrogate pair is JSON all the same.</summary>
    private static string? TextOf(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static void AddTag(Dictionary<(string, MatchField), byte> terms, string tag, MatchField field, float confidence)
    {
        Add(terms, Tag + tag, field, Quantize(confidence));
        AddWords(terms, tag, field, Quantize(confidence));
    }

    private static void AddWords(Dictionary<(string, MatchField), byte> terms, string? text, MatchField field, byte confidence)
    {
        foreach (var word in Words.Of(text))
        {
            Add(terms, Word + word, field, confidence);
        }
    }

    private static void Add(Dictionary<(string, MatchField), byte> terms, string term, MatchField field, byte confidence)
    {
        if (terms.TryGetValue((term, field), out var known))
        {
            terms[(term, field)] = Math.Max(known, confidence);
        }
        else if (terms.Count < Most)
        {
            terms[(term, field)] = confidence;
        }
    }
}

/// <summary>A term of an asset.</summary>
/// <param name="Confidence">1 to 255, for 0 to 1.</param>
internal readonly record struct IndexTerm(string Text, MatchField Field, byte Confidence);
