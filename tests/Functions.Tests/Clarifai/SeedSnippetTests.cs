using System.Text.Json;
using System.Text.RegularExpressions;
using Magpie.Functions.Tests.Imagga.Contract;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Clarifai;

/// <summary>
/// The curl and <c>fetch</c> examples of the second seed, Clarifai's guide to ranking, run by curl and Node as they stand there; host, key, file and
/// the image's URL are put in, nothing else is changed. The two of bytes cannot work as they stand: curl's lacks the quote before the base64, and
/// <c>fetch</c>'s is that text pasted into JavaScript, which it is not.
/// </summary>
[Collection(ClarifaiCollection.Name)]
public sealed partial class SeedSnippetTests(ClarifaiFixture fixture) : IAsyncLifetime
{
    /// <summary>What each example finds first, in the order of the guide. The last says "by input id" and shows a URL.</summary>
    private static readonly string[] Found = ["nest", "nest", "stripes", "meadow", "stripes", "meadow", "stripes"];

    /// <summary>Which example is the one of bytes.</summary>
    private const int Bytes = 5;

    private const string AsItStands = "\"base64\": '\"`base64 ";
    private const string WithItsQuote = "\"base64\": \"'\"`base64 ";

    private static readonly string? Guide =
        Repository.Seeds is { } folder && Directory.EnumerateFiles(folder, "001_*.txt").FirstOrDefault() is { } file ? File.ReadAllText(file) : null;

    private readonly string _picture = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".png");
    private string _key = "";

    public async Task InitializeAsync()
    {
        await File.WriteAllBytesAsync(_picture, ClarifaiPictures.Meadow);
        var (client, made) = await fixture.SignInAsync();
        using var inputs = client;
        _key = $"{made.Credential.Key}.{made.Secret}";
        await client.AddAsync("nest", fixture.Url("nest.jpg"), "people");
        await client.AddAsync("stripes", fixture.Url("stripes.png"), "cat");
        await client.AddAsync("meadow", fixture.Url("meadow.png"), "dog");
    }

    public Task DisposeAsync()
    {
        File.Delete(_picture);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Every_curl_example_finds_what_it_asks_for()
    {
        if (Guide is null)
        {
            return;
        }

        var snippets = Curl().Matches(Guide).Select(match => Ready(match.Value)).ToArray();
        snippets.Length.ShouldBe(Found.Length);
        CodeOf(await SnippetRun.CurlAsync(snippets[Bytes])).ShouldBe(11100, "no JSON");
        for (var number = 0; number < snippets.Length; number++)
        {
            Hits(await SnippetRun.CurlAsync(snippets[number].Replace(AsItStands, WithItsQuote, StringComparison.Ordinal)))[0].ShouldBe(Found[number], snippets[number]);
        }
    }

    [Fact]
    public async Task Every_fetch_example_finds_what_it_asks_for_and_the_one_that_sends_no_base64_is_told_so()
    {
        if (Guide is null)
        {
            return;
        }

        // Without the quote that begins a string and does not end it, Node takes the example of bytes.
        var snippets = Fetch().Matches(Guide)
            .Select((match, number) => KeyValuePair.Create($"{number}", Ready(match.Value).Replace("`\"'\"", "`\"'", StringComparison.Ordinal))).ToArray();
        snippets.Length.ShouldBe(Found.Length);
        var said = await SnippetRun.NodeAsync(snippets);
        for (var number = 0; number < snippets.Length; number++)
        {
            if (number == Bytes)
            {
                CodeOf(said[$"{number}"]).ShouldBe(30300, "no base64");
                continue;
            }

            Hits(said[$"{number}"])[0].ShouldBe(Found[number], snippets[number].Value);
        }
    }

    private string Ready(string snippet) => snippet
        .Replace("https://api.clarifai.com/", fixture.App.Address.AbsoluteUri, StringComparison.Ordinal)
        .Replace("YOUR_API_KEY", _key, StringComparison.Ordinal)
        .Replace("{YOUR_PERSONAL_TOKEN}", _key, StringComparison.Ordinal)
        .Replace("{YOUR_IMAGE_URL}", fixture.Url("stripes.png"), StringComparison.Ordinal)
        .Replace("/home/user/image.jpeg", _picture, StringComparison.Ordinal);

    private static int CodeOf(string answer) => JsonDocument.Parse(answer).RootElement.GetProperty("status").GetProperty("code").GetInt32();

    private static string?[] Hits(string answer)
    {
        var json = JsonDocument.Parse(answer).RootElement;
        json.GetProperty("status").GetProperty("code").GetInt32().ShouldBe(10000, answer);
        return [.. json.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("input").GetProperty("id").GetString())];
    }

    [GeneratedRegex(@"^curl -X POST [\s\S]*?^  https://\S+$", RegexOptions.Multiline, 1_000)]
    private static partial Regex Curl();

    [GeneratedRegex(@"^const raw = [\s\S]*?\.catch\(.*\);$", RegexOptions.Multiline, 1_000)]
    private static partial Regex Fetch();
}
