using System.Net.Http.Headers;
using System.Text;
using Magpie.Accounts;
using Magpie.Functions.Multipart;
using Magpie.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Clarifai;

/// <summary>Large bodies wait for their turn, whatever method they come with.</summary>
[Collection(ClarifaiCollection.Name)]
public sealed class V2GateTests(ClarifaiFixture fixture)
{
    [Theory]
    [InlineData("POST", "/v2/inputs")]
    [InlineData("PATCH", "/v2/inputs")]
    [InlineData("PATCH", "/v2/inputs/mine")]
    [InlineData("DELETE", "/v2/inputs")]
    [InlineData("POST", "/v2/searches")]
    [InlineData("PATCH", "/v2/concepts")]
    public async Task A_large_body_or_one_that_does_not_say_how_large_it_is_needs_a_place(string method, string path)
    {
        await using var app = await RunningApp.StartAsync(
            fixture.Storage.ConnectionString, "--Magpie:Multipart:MaxConcurrent=1", "--Magpie:Multipart:MaxWaiting=0");
        var made = await app.Services.GetRequiredService<AccountService>().AddAsync("gate", CredentialKind.Secret, "test", default);
        using var client = new HttpClient { BaseAddress = app.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Key", $"{made.Credential.Key}.{made.Secret}");
        using (await app.Services.GetRequiredService<UploadGate>().EnterAsync(1, default))
        {
            await (await SendAsync(client, method, path, new string(' ', 2 << 20) + "{}", false)).ShouldBeV2ErrorAsync(503, 10030);
            await (await SendAsync(client, method, path, "{}", true)).ShouldBeV2ErrorAsync(503, 10030);
            ((int)(await SendAsync(client, method, path, "{}", false)).StatusCode).ShouldBe(400);
            (await client.GetAsync("/v2/inputs")).EnsureSuccessStatusCode();
            await (await client.DeleteAsync("/v2/inputs/nothing")).ShouldBeV2ErrorAsync(404, 30102);
        }

        ((int)(await SendAsync(client, method, path, new string(' ', 2 << 20) + "{}", true)).StatusCode).ShouldBe(400);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path, string body, bool isChunked)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = isChunked;
        return await client.SendAsync(request);
    }
}
