using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Magpie.Functions.Tests.Hosting;

namespace Magpie.Functions.Tests.Imagga.Contract;

/// <summary>The documentation's own snippets, run as they are with the host changed: an existing client goes on working.</summary>
[Collection(ContractCollection.Name)]
public sealed partial class SnippetTests(ContractFixture fixture) : IAsyncLifetime
{
    /// <summary>What an answer has under <c>result</c>, first of all.</summary>
    private static readonly Dictionary<string, string[]> Results = new(StringComparer.Ordinal)
    {
        ["tags"] = ["tags"],
        ["categorizers"] = ["categorizers"],
        ["categories"] = ["categories"],
        ["nsfw"] = ["categories"],
        ["croppings"] = ["croppings"],
        ["colors"] = ["colors"],
        ["faces-detections"] = ["faces"],
        ["faces-similarity"] = ["score"],
        ["faces-groupings"] = ["ticket_id"],
        ["faces-recognition"] = ["count", "people"],
        ["text"] = ["text"],
        ["barcodes"] = ["barcodes"],
        ["similar-images-categories"] = ["count", "images"],
        ["similar-images-colors"] = ["count", "images"],
        ["images-similarity"] = ["distance"],
        ["uploads"] = ["upload_id"],
        ["tickets"] = ["is_final"],
        ["batches"] = ["status", "ticket_id"],
        ["remove-background"] = [],
        ["usage"] = ["billing_period_end", "billing_period_start"],
    };

    private readonly string _photo = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".jpg");
    private (string Account, string Key, string Secret) _credential;
    private (string Upload, string Ticket) _ids;
    private Queue<string> _faces = new();

    public async Task InitializeAsync()
    {
        _credential = await fixture.CredentialAsync();
        await File.WriteAllBytesAsync(_photo, ContractFixture.Picture("child-476506_640.jpg"));
        using var client = new HttpClient { BaseAddress = fixture.App.Address };
        client.DefaultRequestHeaders.Authorization = RunningApp.Basic(_credential.Key, _credential.Secret);
        var upload = await ContractFixture.ResultAsync(client.PostAsync("/v2/uploads", ImaggaFixture.Form(ContractFixture.Scene)));
        var ticket = await ContractFixture.ResultAsync(client.PostAsync("/v2/batches", Hosting.Http.Json("""{"/colors":[{"params":{}}]}""")));
        _faces = new(await fixture.App.KeepAsync(_credential.Account, [.. Enumerable.Range(0, 40).Select(face => (double)face)]));
        await ContractFixture.ResultAsync(client.PutAsync(
            "/v2/faces/recognition/celebrity_test", FaceCalls.Json(new { people = new { angelina_jolie = new[] { _faces.Dequeue() }, brad_pitt = new[] { _faces.Dequeue() } } })));
        await FaceCalls.FinalAsync(client, await FaceCalls.TicketAsync(client.PostAsync("/v2/faces/recognition/celebrity_test", null)));
        foreach (var (saving, path) in new[] { ("/v2/categories/general_v3", "/v2/similar-images/categories/general_v3"), ("/v2/colors?deterministic=1", "/v2/similar-images/colors") })
        {
            var index = new IndexCalls(client, saving, path);
            await index.SaveAsync("scene", ContractFixture.Scene);
            await index.TrainAsync();
        }

        _ids = (upload.GetProperty("upload_id").GetString()!, ticket.GetProperty("ticket_id").GetString()!);
    }

    public Task DisposeAsync()
    {
        File.Delete(_photo);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Curl_works_by_a_changed_address()
    {
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, code) in Ready("curl"))
        {
            said[name] = await SnippetRun.CurlAsync(code);
        }

        ShouldBeAnswers(said);
    }

    [Fact]
    public async Task Nodes_got_works_by_a_changed_address() =>
        ShouldBeAnswers(await SnippetRun.NodeAsync(Ready("node")));

    [Fact]
    public async Task Pythons_requests_works_by_a_changed_address()
    {
        if (!HasRequests())
        {
            return;
        }

        ShouldBeAnswers(await SnippetRun.PythonAsync(Ready("python")));
    }

    [Theory]
    [InlineData("curl")]
    [InlineData("node")]
    [InlineData("python")]
    public void Every_snippet_is_run(string language) =>
        Seed.Snippets(language).Keys.Select(EndpointOf).Distinct().ShouldBeSubsetOf(Results.Keys);

    /// <summary>Snippets of what is there, with hosts, key, secret, ids and the file's path replaced.</summary>
    private IEnumerable<KeyValuePair<string, string>> Ready(string language) => Seed.Snippets(language)
        .Where(snippet => ContractFixture.HasModels || EndpointOf(snippet.Key) is not ("nsfw" or "text" or "faces-detections" or "remove-background"))
        .OrderBy(snippet => snippet.Key.StartsWith("DELETE ", StringComparison.Ordinal))
        .Select(snippet => KeyValuePair.Create(snippet.Key, FaceId().Replace(snippet.Value, _ => _faces.Dequeue())
            .Replace("https://api.imagga.com/", fixture.App.Address.AbsoluteUri, StringComparison.Ordinal)
            .Replace("http://api.imagga.com/", fixture.App.Address.AbsoluteUri, StringComparison.Ordinal)
            .Replace("https://imagga.com/", fixture.Web.Address.AbsoluteUri, StringComparison.Ordinal)
            .Replace("http://imagga.com/", fixture.Web.Address.AbsoluteUri, StringComparison.Ordinal)
            .Replace("<replace-with-your-api-key>", _credential.Key, StringComparison.Ordinal)
            .Replace("<replace-with-your-api-secret>", _credential.Secret, StringComparison.Ordinal)
            .Replace("/path/to/your/image.jpg", _photo, StringComparison.Ordinal)
            .Replace("/path/to/image.jpg", _photo, StringComparison.Ordinal)
            .Replace("{categorizer_id}", "general_v3", StringComparison.Ordinal)
            .Replace("{index_id}", IndexCalls.Name, StringComparison.Ordinal)
            .Replace("your_index_id", IndexCalls.Name, StringComparison.Ordinal)
            .Replace("{upload_id}", _ids.Upload, StringComparison.Ordinal)
            .Replace("your_upload_id", _ids.Upload, StringComparison.Ordinal)
            .Replace("{ticket_id}", _ids.Ticket, StringComparison.Ordinal)
            .Replace("received_ticket_id", _ids.Ticket, StringComparison.Ordinal)));

    [GeneratedRegex("\\b[0-9a-f]{64}\\b", RegexOptions.NonBacktracking)]
    private static partial Regex FaceId();

    private static void ShouldBeAnswers(Dictionary<string, string> said)
    {
        said.Count.ShouldBeGreaterThanOrEqualTo(23);
        foreach (var (name, text) in said)
        {
            var answer = JsonDocument.Parse(text).RootElement;
            if (EndpointOf(name) == "remove-background")
            {
                Convert.FromBase64String(answer.GetString()!).AsSpan(0, 4).ToArray().ShouldBe([0x89, .. "PNG"u8], name);
                continue;
            }

            answer.GetProperty("status").GetProperty("type").GetString().ShouldBe("success", $"{name}: {text}");
            var members = Results[EndpointOf(name)];
            answer.GetProperty("result").EnumerateObject().Select(member => member.Name).Take(members.Length).ShouldBe(members, $"{name}: {text}");
        }
    }

    private static string EndpointOf(string name) => name.Split(' ')[1];

    private static bool HasRequests()
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", "import requests"]) { UseShellExecute = false, RedirectStandardError = true });
            return python!.WaitForExit(SnippetRun.Limit) && python.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
