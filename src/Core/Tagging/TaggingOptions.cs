using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Magpie.Tagging;

/// <summary>Section <c>Magpie:Tagging</c>.</summary>
public sealed class TaggingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Magpie:Tagging";

    /// <summary>Folders of packs, separated by ':' (<c>MAGPIE_MODELS</c>). A folder is a pack or holds packs; the first of two with one id wins.</summary>
    [Required]
    public string Folders { get; set; } = "models";

    /// <summary>Ids of the classification packs that tag, in this order. Empty: all that are installed.</summary>
    public IList<string> Packs { get; } = [];

    /// <summary>The id of the pack for a task that is not classification: <c>face-detection</c> → <c>faces-yunet</c>.</summary>
    public IDictionary<string, string> Defaults { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The pack whose embedding is kept. Null: the longest of those that are asked about every image.</summary>
    public string? EmbeddingPack { get; set; }

    /// <summary>Threads of one inference. One is best when requests run side by side.</summary>
    [Range(1, 64)]
    public int IntraOpThreads { get; set; } = 1;

    /// <summary>Images in the packs at once; 0 is one a core.</summary>
    [Range(0, 256)]
    public int Concurrency { get; set; }

    /// <summary>How long one pack may think about one image.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest model file that is loaded, in bytes.</summary>
    [Range(1024, 2_000_000_000)]
    public long MaxModelBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>Code of the language the tags are in, where a pack's labels have it; else English.</summary>
    [Required]
    [RegularExpression("^[a-z]{2,3}([-_][A-Za-z0-9]{2,8})?$")]
    public string Language { get; set; } = "en";
}

/// <summary>Checks <see cref="TaggingOptions"/> at start.</summary>
[OptionsValidator]
public sealed partial class TaggingOptionsValidator : IValidateOptions<TaggingOptions>;
