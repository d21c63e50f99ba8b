using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Magpie.Functions.Tests.Hosting;

/// <summary>What the tests say of requests and answers.</summary>
internal static class Http
{
    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public static async Task<JsonElement> ReadJsonAsync(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

    /// <summary>The answer is a problem of this status and code, and tells nothing of our insides.</summary>
    public static async Task<JsonElement> ShouldBeProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        text.ShouldNotContain("Exception");
        text.ShouldNotContain("   at ");
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        return problem;
    }

    /// <summary>Reserves places and answers the entries of <c>uploads</c>.</summary>
    public static async Task<JsonElement[]> ReserveAsync(this HttpClient client, int files = 1, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/uploads")
        {
            Content = JsonContent.Create(new { files = Enumerable.Range(0, files).Select(n => new { name = $"nest{n}.jpg", contentType = "image/jpeg", size = 5 }) }),
        };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        using var response = await client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return [.. (await response.ReadJsonAsync()).GetProperty("uploads").EnumerateArray()];
    }

    public static string Id(this JsonElement upload) => upload.GetProperty("id").GetString()!;

    public static Uri Url(this JsonElement upload) => new(upload.GetProperty("uploadUrl").GetString()!);

    /// <summary>A request with the headers that the upload says a PUT must carry.</summary>
    public static HttpRequestMessage Put(this JsonElement upload, byte[] content, Uri? url = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, url ?? upload.Url()) { Content = new ByteArrayContent(content) };
        foreach (var header in upload.GetProperty("headers").EnumerateObject())
        {
            if (!request.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString()))
            {
                request.Content.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
            }
        }

        return request;
    }
}
