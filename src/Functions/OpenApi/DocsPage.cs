using System.Security.Cryptography;
using System.Text;

namespace Magpie.Functions.OpenApi;

/// <summary>The page that shows the document: one answer, whose policy lets exactly its own style and script run.</summary>
public sealed class DocsPage
{
    private const string StyleMark = "/*style*/";
    private const string ScriptMark = "/*script*/";

    private readonly Lazy<(EmbeddedFile File, string Policy)> _made = new(Make);

    public EmbeddedFile File => _made.Value.File;

    /// <summary>Its Content-Security-Policy: by hash, so that nothing else runs even if it found its way into the page.</summary>
    public string Policy => _made.Value.Policy;

    private static (EmbeddedFile File, string Policy) Make()
    {
        var style = Read("docs.css");
        var script = Read("docs.js");
        var page = Read("docs.html").Replace(StyleMark, style, StringComparison.Ordinal).Replace(ScriptMark, script, StringComparison.Ordinal);
        var policy = $"default-src 'none'; script-src {Hash(script)}; style-src {Hash(style)}; img-src 'self'; connect-src 'self'; "
            + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
        return (EmbeddedFile.Of(Encoding.UTF8.GetBytes(page)), policy);
    }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    /// <summary>With the line ends that a browser hashes, whatever a checkout made of them.</summary>
    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(DocsPage).Assembly.GetManifestResourceStream("OpenApi.Page." + name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
