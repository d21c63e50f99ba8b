using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Magpie.Functions.Tests.Hosting;

namespace Magpie.Functions.Tests.Clarifai;

/// <summary>
/// What the Python client (clarifai-grpc) makes of the second seed's examples over <c>ClarifaiChannel.get_json_channel</c>: its
/// <c>GRPCJSONChannel</c> posts the message as <c>json.dumps</c> writes it (floats with a point, all but ASCII escaped, bytes as base64 in one line) to
/// the address that the service's definition binds, with user and app in the path where the message names them; the HTTP status is not looked at, and the answer is
/// parsed as the message, members nobody knows left out.
/// </summary>
[Collection(ClarifaiCollection.Name)]
public sealed class PythonClientTests(ClarifaiFixture fixture)
{
    [Theory]
    [InlineData("""{"concepts": [{"id": "people", "value": 1.0}]}""", "nest")]
    [InlineData("""{"concepts": [{"id": "people", "value": 0.0}]}""", "meadow", "stripes")]
    [InlineData("""{"concepts": [{"name": "\u72ac", "value": 1.0, "language": "ja"}]}""", "meadow")]
    [InlineData("""{"image": {"url": "{stripes}"}}""", "stripes")]
    [InlineData("""{"image": {"base64": "{meadow}"}}""", "meadow")]
    [InlineData("""{"image": {"input_id": "stripes"}}""", "stripes")]
    public async Task Each_example_finds_what_it_asks_for(string data, params string[] first)
    {
        var body = """{"searches": [{"query": {"ranks": [{"annotation": {"data": DATA}}]}}]}"""
            .Replace("DATA", data, StringComparison.Ordinal)
            .Replace("{stripes}", fixture.Url("stripes.png"), StringComparison.Ordinal)
            .Replace("{meadow}", Convert.ToBase64String(ClarifaiPictures.Meadow), StringComparison.Ordinal);
        using var client = await FilledAsync();

        foreach (var path in (string[])["/v2/annotations/searches", "/v2/users/me/apps/mine/annotations/searches"])
        {
            // With user and app in the path the message still names them.
            var sent = path.Contains("users", StringComparison.Ordinal) ? body.Replace("{\"searches\"", "{\"user_app_id\": {\"app_id\": \"mine\"}, \"searches\"", StringComparison.Ordinal) : body;
            using var response = await client.PostAsync(path, Content(sent));
            (await response.HitsAsync()).Take(first.Length).ShouldBe(first, ignoreOrder: true, sent);
        }
    }

    [Fact]
    public async Task An_answer_is_of_the_types_that_the_client_parses_its_messages_from()
    {
        using var client = await FilledAsync();
        using var response = await client.PostAsync(
            "/v2/annotations/searches", Content("""{"searches": [{"query": {"ranks": [{"annotation": {"data": {"concepts": [{"id": "people", "value": 1.0}]}}}]}}]}"""));
        var answer = await response.ReadJsonAsync();

        answer.GetProperty("status").GetProperty("code").GetInt32().ShouldBe(10000);
        answer.GetProperty("status").GetProperty("description").ValueKind.ShouldBe(JsonValueKind.String);
        var hit = answer.GetProperty("hits")[0];
        hit.GetProperty("score").GetSingle().ShouldBe(1);
        foreach (var part in (JsonElement[])[hit.GetProperty("input"), hit.GetProperty("annotation")])
        {
            part.GetProperty("id").ValueKind.ShouldBe(JsonValueKind.String);
            part.GetProperty("status").GetProperty("code").ValueKind.ShouldBe(JsonValueKind.Number);
            DateTimeOffset.TryParse(part.GetProperty("created_at").GetString(), CultureInfo.InvariantCulture, out _).ShouldBeTrue();
            part.GetProperty("created_at").GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$", "a protobuf Timestamp");
            part.GetProperty("data").GetProperty("concepts")[0].GetProperty("value").GetSingle().ShouldBe(1);
        }
    }

    private static StringContent Content(string body) => new(body, Encoding.ASCII, new MediaTypeHeaderValue("application/json"));

    private async Task<HttpClient> FilledAsync()
    {
        var (client, _) = await fixture.SignInAsync();
        await client.AddAsync("nest", fixture.Url("nest.jpg"), "people");
        await client.AddAsync("stripes", fixture.Url("stripes.png"), "cat");
        await client.AddAsync("meadow", fixture.Url("meadow.png"), "dog");
        client.DefaultRequestHeaders.Add("X-Clarifai-gRPC-Client", "python:11.0.5");
        client.DefaultRequestHeaders.Add("Python-Client", "linux:3.11.7");
        return client;
    }
}
