using System.Net;
using System.Text;
using static Magpie.Functions.Tests.Imagga.Contract.ContractFixture;

namespace Magpie.Functions.Tests.Imagga.Contract;

/// <summary>The ways to give an image, the same at every endpoint that looks at images: exactly one.</summary>
[Collection(ContractCollection.Name)]
public sealed class ImageSourceTests(ContractFixture fixture) : IAsyncLifetime
{
    private HttpClient _client = null!;

    public static TheoryData<string> Endpoints => [.. ImageEndpoint.Here.Select(endpoint => endpoint.Path)];

    public async Task InitializeAsync() => _client = await fixture.SignInAsync();

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Each_of_the_four_ways_gives_the_same_answer(string path)
    {
        var upload = (await ResultAsync(_client.PostAsync("/v2/uploads", ImaggaFixture.Form(Scene)))).GetProperty("upload_id").GetString();
        using var base64 = new FormUrlEncodedContent(new Dictionary<string, string> { ["image_base64"] = Convert.ToBase64String(Scene) });
        var answers = new[]
        {
            await BytesAsync(_client.PostAsync(path, ImaggaFixture.Form(Scene))),
            await BytesAsync(_client.PostAsync(path, base64)),
            await BytesAsync(_client.GetAsync($"{path}?image_upload_id={upload}")),
            await BytesAsync(_client.GetAsync($"{path}?image_url={fixture.Url("scene.jpg")}")),
        };
        answers.Select(Convert.ToHexString).Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task None_and_two_are_refused(string path)
    {
        await RefusedAsync(_client.GetAsync(path), "none");
        await RefusedAsync(_client.GetAsync($"{path}?image_url="), "empty");
        await RefusedAsync(_client.PostAsync(path, null), "none posted");
        await RefusedAsync(_client.GetAsync($"{path}?image_url={fixture.Url("scene.jpg")}&image_upload_id=i1"), "url and upload");
        await RefusedAsync(_client.PostAsync($"{path}?image_url={fixture.Url("scene.jpg")}", ImaggaFixture.Form(Scene)), "url and file");
        await RefusedAsync(_client.PostAsync(path, ImaggaFixture.Form(Scene, ("image_base64", Convert.ToBase64String(Scene)))), "file and base64");
        var twice = ImaggaFixture.Form(Scene);
        twice.Add(new ByteArrayContent(Scene), "image", "again.jpg");
        await ShouldFailAsync(_client.PostAsync(path, twice), HttpStatusCode.BadRequest, "two files");

        async Task RefusedAsync(Task<HttpResponseMessage> call, string of) =>
            (await ShouldFailAsync(call, HttpStatusCode.BadRequest, of)).ShouldStartWith("Send exactly one image", customMessage: of);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task An_upload_of_another_account_one_that_is_gone_and_one_that_never_was_are_told_apart(string path)
    {
        using var stranger = await fixture.SignInAsync();
        var foreign = (await ResultAsync(stranger.PostAsync("/v2/uploads", ImaggaFixture.Form(Scene)))).GetProperty("upload_id").GetString();
        await ShouldFailAsync(_client.GetAsync($"{path}?image_upload_id={foreign}"), HttpStatusCode.NotFound, "foreign");
        await ShouldFailAsync(_client.GetAsync($"{path}?image_upload_id=i{new string('0', 32)}"), HttpStatusCode.Gone, "expired");
        await ShouldFailAsync(_client.GetAsync($"{path}?image_upload_id=i{new string('f', 32)}"), HttpStatusCode.NotFound, "unknown");
        await ShouldFailAsync(_client.GetAsync($"{path}?image_upload_id={Uri.EscapeDataString("../x/i00000001")}"), HttpStatusCode.NotFound, "malformed");
    }

    [Theory]
    [InlineData("text/plain", "image_url=x")]
    [InlineData("application/json", """{"image_url":"x"}""")]
    [InlineData("application/json", "{")]
    [InlineData("image/jpeg", "\u00ff")]
    [InlineData("multipart/form-data", "--x")]
    [InlineData("multipart/form-data; boundary=x", "no boundary in it")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\ncut off")]
    public async Task A_body_of_another_kind_and_one_that_is_malformed_are_refused(string type, string body)
    {
        foreach (var path in ImageEndpoint.Here.Select(endpoint => endpoint.Path).Append("/v2/uploads"))
        {
            using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            await ShouldFailAsync(_client.PostAsync(path, content), HttpStatusCode.BadRequest, $"{path} {type} {body}");
        }
    }

    [Theory]
    [InlineData("Image Upload", "--Image Upload\r\nContent-Disposition: form-data; name=\"image\";filename=\"a.jpg\"\r\n\r\n", "\r\n--Image Upload--\r\n")]
    [InlineData("5d3f8", "--5d3f8\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.jpg\"\r\nContent-Type: application/octet-stream\r\n\r\n", "")]
    public async Task Bodies_are_read_as_the_snippets_for_Java_and_Go_write_them_with_a_space_in_the_boundary_and_without_the_last_one(string boundary, string before, string behind)
    {
        foreach (var path in ImageEndpoint.Here.Select(endpoint => endpoint.Path).Append("/v2/uploads"))
        {
            using var content = new ByteArrayContent([.. Encoding.ASCII.GetBytes(before), .. Scene, .. Encoding.ASCII.GetBytes(behind)]);
            content.Headers.TryAddWithoutValidation("Content-Type", $"multipart/form-data;boundary={boundary}");
            await BytesAsync(_client.PostAsync(path, content));
        }
    }

    [Fact]
    public async Task An_address_into_the_private_net_one_that_leads_there_and_one_that_does_not_end_are_refused()
    {
        foreach (var address in new[] { "http://127.0.0.1:1/x.jpg", "http://[::1]/x.jpg", "http://169.254.169.254/", "file:///etc/passwd", "x.jpg", "http://" })
        {
            await ShouldFailAsync(_client.GetAsync($"/v2/colors?image_url={Uri.EscapeDataString(address)}"), HttpStatusCode.BadRequest, address);
            using var batch = Hosting.Http.Json($$$"""{"/colors":[{"params":{"image_upload_id":"x"}}],"callback_url":"{{{address}}}" }""");
            await ShouldFailAsync(_client.PostAsync("/v2/batches", batch), HttpStatusCode.BadRequest, address);
        }

        await ShouldFailAsync(_client.GetAsync($"/v2/colors?image_url={fixture.Url("into-private")}"), HttpStatusCode.BadRequest, "redirect");
        (await ShouldFailAsync(_client.GetAsync($"/v2/colors?image_url={fixture.Url("endless.jpg")}"), HttpStatusCode.BadRequest)).ShouldContain("more than 3,000,000 bytes");
    }

    private static async Task<byte[]> BytesAsync(Task<HttpResponseMessage> call)
    {
        using var response = await call;
        var bytes = await response.Content.ReadAsByteArrayAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, Encoding.UTF8.GetString(bytes));
        return bytes;
    }
}
