using Magpie.Cli.Models;

namespace Magpie.Cli.Up;

/// <summary>What <c>up</c> prints once Magpie answers: where it is, who may use it, and a line to paste.</summary>
internal sealed class Greeting(UpSettings settings, DemoAccount account, DataFolder folder, ModelFolders models)
{
    private string Address => $"http://localhost:{settings.Port}";

    public Task WriteAsync(TextWriter output) => output.WriteLineAsync(
        $"""

        Magpie is up.

          Page     {Address}/#key={Uri.EscapeDataString(account.Key)}&secret={Uri.EscapeDataString(account.Secret)}
          API      {Address}/docs
          Key      {account.Key}
          Secret   {account.Secret}
          Both     {account.Key}.{account.Secret}   (an API key for clients of Clarifai's API)
          Tags     {TagsWith()}
          Logs     {folder.Logs}

        Tag a picture (paste; set PHOTO first for one of yours):

        {Example()}

        Ctrl-C stops everything.
        """);

    private string TagsWith()
    {
        using var installed = models.Read();
        var packs = string.Join(", ", installed.Taggers.Select(pack => $"{pack.Name} ({pack.Manifest.Title})"));
        var better = ModelFolders.Catalog([])?.Recommended is { } entry && installed.Find(entry.Id) is null
            ? $"`./magpie models install {entry.Id}` adds {entry.Title}"
            : null;
        return (packs.Length == 0 ? "with nothing, no model pack is installed" : $"with {packs}") + (better is null ? "" : $"; {better}");
    }

    /// <summary>Bash with curl and node alone: ask for a place, put the photo there, wait for its tags.</summary>
    private string Example() =>
        $$"""
        PHOTO=${PHOTO:-{{Path.Combine(Checkout.Root, "docs", "screenshot.png")}}}; M={{Address}}; A={{Quoted($"{account.Key}:{account.Secret}")}}
        TYPE=image/$(basename "$PHOTO" | sed 's/.*[.]//; s/[jJ][pP][gG]/jpeg/')
        U=$(curl -sS -u "$A" "$M/api/uploads" -H 'Content-Type: application/json' -d "{\"files\":[{\"name\":\"$(basename "$PHOTO")\",\"contentType\":\"$TYPE\",\"size\":$(wc -c <"$PHOTO")}]}")
        field() { node -pe 'JSON.parse(process.argv[1]).uploads[0]'"$1" "$U"; }
        curl -sS -T "$PHOTO" -H 'x-ms-blob-type: BlockBlob' -H "Content-Type: $TYPE" "$(field .uploadUrl)"
        for i in 1 2 3; do R=$(curl -sS -u "$A" "$M/api/assets/$(field .id)?wait=20"); case $R in *'"state":"rece'*|*'"state":"rese'*) ;; *) break; esac; done; echo "$R"
        """;

    /// <summary>A word for Bash, whatever characters it has.</summary>
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
