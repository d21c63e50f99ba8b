using System.Security.Cryptography;
using System.Text;

namespace Magpie.Functions.Imagga.Indexes;

/// <summary>Which index of which account.</summary>
/// <param name="Family">What it holds: <c>faces</c>, <c>colors</c>, <c>categories-general_v3</c>, …; letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="Name">As its owner calls it.</param>
internal sealed record IndexName(string Account, string Family, string Name)
{
    /// <summary>Characters of a name of an index, an entry or a person.</summary>
    public const int MaxLength = 256;

    /// <summary>Partition of its entries; the name of its blob.</summary>
    public string Partition => $"{Account}~{Family}~{Hash(Name)}";

    /// <summary>What is a name, for sentences that say what one must be.</summary>
    public static readonly string Expected = $"1 to {MaxLength} characters, none of them a control character, and not a full stop or two alone";

    /// <summary>Whether somebody may call something so. Full stops would leave the path: who deletes <c>index/.</c> deletes the index.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= MaxLength && text is not ("." or "..") && !text.Any(char.IsControl);

    /// <summary>What the rows of a group begin with.</summary>
    public static string PrefixOf(string group) => Hash(group) + "~";

    public static string RowOf(string group, string id) => PrefixOf(group) + Hash(id);

    /// <summary>Of any name, whatever its characters, letters and digits that a key takes.</summary>
    private static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 20));
}
