using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Magpie.Functions.Tests.Hosting;

namespace Magpie.Functions.Tests.Clarifai;

/// <summary>What tests say of v2's requests and answers.</summary>
internal static class V2Steps
{
    /// <summary>Adds an input by URL with concepts that it shows.</summary>
    public static async Task AddAsync(this HttpClient client, string id, string url, params string[] concepts)
    {
        using var response = await client.PostAsJsonAsync(
            "/v2/inputs", new { inputs = new[] { new { id, data = new { image = new { url }, concepts = concepts.Select(concept => new { id = concept, value = 1 }) } } } });
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
    }

    /// <summary>Posts a body as it is.</summary>
    public static Task<HttpResponseMessage> PostTextAsync(this HttpClient client, string path, string body, string type = "application/json") =>
        client.PostAsync(path, new StringContent(body, Encoding.UTF8, type));

    /// <summary>Ids of the hits, in their order.</summary>
    public static async Task<string?[]> HitsAsync(this HttpResponseMessage response)
    {
        var answer = await response.ReadJsonAsync();
        answer.GetProperty("status").GetProperty("code").GetInt32().ShouldBe(10000, answer.ToString());
        return [.. answer.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("input").GetProperty("id").GetString())];
    }

    /// <summary>The answer is v2's error of this HTTP status and code, and says what to do.</summary>
    public static async Task<JsonElement> ShouldBeV2ErrorAsync(this HttpResponseMessage response, int status, int code)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        text.ShouldNotContain("Exception");
        var answer = JsonDocument.Parse(text).RootElement;
        var said = answer.GetProperty("status");
        said.EnumerateObject().Select(member => member.Name).ShouldBe(["code", "description", "details"]);
        said.GetProperty("code").GetInt32().ShouldBe(code, text);
        said.GetProperty("description").GetString().ShouldNotBeNullOrEmpty();
        said.GetProperty("details").GetString().ShouldNotBeNullOrEmpty();
        return answer;
    }
}
