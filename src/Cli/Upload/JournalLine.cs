using System.Text.Json;
using System.Text.Json.Serialization;
using Magpie.Assets;

namespace Magpie.Cli.Upload;

/// <summary>
/// A line of the journal. With <see cref="File"/>: this version of a file has this SHA-256. With <see cref="Id"/>: these bytes go to this asset. With
/// <see cref="Block"/> too: storage has this block. With the SHA-256 alone: what was said of it does not hold any more.
/// </summary>
internal sealed record JournalLine
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>32 hexadecimal digits, <see cref="LocalFile.Version"/>.</summary>
    public string? File { get; init; }

    public string? Sha256 { get; init; }

    public string? Id { get; init; }

    /// <summary>From 0.</summary>
    public int? Block { get; init; }

    /// <summary>Null for a line that a crash cut off, or that somebody changed.</summary>
    public static JournalLine? TryParse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JournalLine>(text, Json) is { Sha256: { Length: 64 } sha256 } line && sha256.All(char.IsAsciiHexDigitLower) &&
                (line.Id is null || AssetId.IsValid(line.Id)) && line.Block is null or >= 0
                    ? line
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The asset that bytes go to, and the blocks of it that storage has.</summary>
internal sealed class JournalEntry(string id)
{
    public string Id => id;

    public HashSet<int>? Blocks { get; set; }
}
