using System.Globalization;
using System.Text;

namespace Magpie.Functions.Assets;

/// <summary>
/// Keys of the two tables. <c>assets</c>: an account's rows are spread over <see cref="Shards"/> partitions by the random end of the id;
/// in each, assets come newest first (the id, turned round) and beside them the counts of the tags of just these assets and the log of what
/// changed, so that all change in one transaction. <c>tags</c>: a partition a tag, newest first.
/// </summary>
internal static class AssetKeys
{
    /// <summary>
    /// Partitions an account; a partition takes 2,000 entities a second. Part of the key scheme: changing it loses rows from sight.
    /// </summary>
    public const int Shards = 4;

    private const string AssetPrefix = "a~";
    private const string CountPrefix = "t~";
    private const string ChangePrefix = "c~";

    // Above every letter and digit of the basic plane, so above every encoded tag that begins with the same prefix.
    private const char AfterLetters = '\uFFEF';

    public static string Partition(string account, int shard) => string.Create(CultureInfo.InvariantCulture, $"{account}~{shard}");

    public static string Partition(string account, string id) => Partition(account, Digit(id[^1]) % Shards);

    /// <summary>The row of an asset: ids ascend with time and rows are read in ascending order, so each digit is replaced by 15 minus itself.</summary>
    public static string Row(string id) => AssetPrefix + Inverted(id);

    public static string Id(string row) => Inverted(row[AssetPrefix.Length..]);

    public static string Count(string tag) => CountPrefix + Encoded(tag);

    public static string TagPartition(string account, string tag) => $"{account}~{Encoded(tag)}";

    public static string Inverted(string id) =>
        string.Create(id.Length, id, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = "0123456789abcdef"[15 - Digit(source[i])];
            }
        });

    /// <summary>Filter for the assets of a partition that come after a row.</summary>
    public static string AssetsAfter(string account, int shard, string? cursorId) =>
        Range(Partition(account, shard), cursorId is null ? AssetPrefix : Row(cursorId), AssetPrefix + '~');

    /// <summary>Filter for the assets of a partition whose ids were made from one moment on and before another, to the millisecond.</summary>
    public static string AssetsMadeBetween(string account, int shard, DateTimeOffset from, DateTimeOffset before) =>
        Range(Partition(account, shard), AssetPrefix + Inverted(TimeDigits(before)) + '~', AssetPrefix + Inverted(TimeDigits(from)) + '~');

    /// <summary>What the ids of a moment begin with: milliseconds since 1970 in 48 bits (RFC 9562, version 7).</summary>
    private static string TimeDigits(DateTimeOffset moment) =>
        Math.Clamp(moment.ToUnixTimeMilliseconds(), 0, (1L << 48) - 1).ToString("x12", CultureInfo.InvariantCulture);

    /// <summary>The row of a change: turned round, so that the newest comes first.</summary>
    public static string Change(long number) => ChangePrefix + (long.MaxValue - number).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The number of a change, from its row.</summary>
    public static long ChangeNumber(string row) =>
        long.MaxValue - long.Parse(row.AsSpan(ChangePrefix.Length), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Filter for the changes of a partition that came after one, newest first; 0 for all.</summary>
    public static string ChangesAfter(string partition, long number) => Range(partition, ChangePrefix, Change(number));

    /// <summary>Filter for the changes of a partition up to one, that one included.</summary>
    public static string ChangesUpTo(string partition, long number) => Range(partition, Change(number), ChangePrefix + '~', inclusive: true);

    /// <summary>Filter for the counts of a partition whose tag begins with the prefix.</summary>
    public static string CountsFrom(string account, int shard, string prefix) =>
        Range(Partition(account, shard), CountPrefix + Encoded(prefix), CountPrefix + Encoded(prefix) + AfterLetters, inclusive: true);

    private static string Range(string partition, string from, string before, bool inclusive = false) =>
        $"PartitionKey eq '{Quoted(partition)}' and RowKey {(inclusive ? "ge" : "gt")} '{Quoted(from)}' and RowKey lt '{Quoted(before)}'";

    public static string Quoted(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    /// <summary>Letters, digits, space, hyphen and underscore stay; all else, the characters keys refuse among it, becomes <c>=XXXX</c>.</summary>
    public static string Encoded(string tag)
    {
        var key = new StringBuilder(tag.Length);
        foreach (var character in tag)
        {
            if (char.IsLetterOrDigit(character) || character is ' ' or '-' or '_')
            {
                key.Append(character);
            }
            else
            {
                key.Append('=').Append(((int)character).ToString("X4", CultureInfo.InvariantCulture));
            }
        }

        return key.ToString();
    }

    private static int Digit(char hex) => hex <= '9' ? hex - '0' : hex - 'a' + 10;
}
