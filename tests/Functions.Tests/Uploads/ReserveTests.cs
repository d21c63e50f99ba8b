using System.Net;
using System.Text.Json;
using Magpie.Assets;
using Magpie.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Uploads;

[Collection(AppCollection.Name)]
public sealed class ReserveTests(AppFixture fixture)
{
    [Fact]
    public async Task A_place_has_all_that_a_put_needs_and_the_put_works()
    {
        using var response = await fixture.Client.PostAsync("/api/uploads", Hosting.Http.Json(
            """{"files":[{"name":"nest.jpg","contentType":"image/jpeg","size":5,"title":" Nest ","tags":["Nest","nest ","Bald  Eagle"]}]}"""));
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var upload = (await response.ReadJsonAsync()).GetProperty("uploads")[0];
        upload.EnumerateObject().Select(property => property.Name)
            .ShouldBe(["id", "uploadUrl", "method", "headers", "expiresAt", "maxBytes", "status"]);
        upload.GetProperty("method").GetString().ShouldBe("PUT");
        upload.GetProperty("status").GetString().ShouldBe("reserved");
        upload.GetProperty("maxBytes").GetInt64().ShouldBe(5);
        var lifetime = upload.GetProperty("expiresAt").GetDateTimeOffset() - TimeProvider.System.GetUtcNow();
        lifetime.ShouldBeInRange(TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));

        using var storage = new HttpClient();
        using var put = await storage.SendAsync(upload.Put("bytes"u8.ToArray()));
        put.StatusCode.ShouldBe(HttpStatusCode.Created, await put.Content.ReadAsStringAsync());

        var asset = await (await fixture.Client.GetAsync($"/api/assets/{upload.Id()}")).ReadJsonAsync();
        asset.GetProperty("title").GetString().ShouldBe("Nest");
        asset.GetProperty("userTags").EnumerateArray().Select(tag => tag.GetString()).ShouldBe(["nest", "bald eagle"]);
        asset.GetProperty("createdAt").GetString()!.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$");
    }

    [Fact]
    public async Task A_hundred_files_get_a_hundred_places_of_their_own()
    {
        var uploads = await fixture.Client.ReserveAsync(100);
        uploads.Select(upload => upload.Id()).Distinct().Count().ShouldBe(100);
        var catalogue = fixture.App.Services.GetRequiredService<ICatalogue>();
        (await catalogue.FindAsync(AppFixture.Account, uploads[99].Id(), default))!.Asset.Name.ShouldBe("nest99.jpg");
    }

    [Theory]
    [InlineData("", "invalid-body")]
    [InlineData("not json", "invalid-body")]
    [InlineData("[]", "invalid-body")]
    [InlineData("null", "invalid-body")]
    [InlineData("{\"files\":{}}", "invalid-body")]
    [InlineData("{\"files\":[{\"name\":7}]}", "invalid-body")]
    [InlineData("{\"files\":[{\"size\":1e30}]}", "invalid-body")]
    [InlineData("{\"files\":[{\"size\":99999999999999999999}]}", "invalid-body")]
    [InlineData("{\"files\":[],\"files\":[]}", "invalid-body")]
    [InlineData("{\"files\":[{\"name\":\"\\ud800\"}]}", "invalid-body")]
    [InlineData("{\"files\":[[[[[[[[[[[[[[[[[[[[[[", "invalid-body")]
    [InlineData("{}", "no-files")]
    [InlineData("{\"files\":null}", "no-files")]
    [InlineData("{\"files\":[]}", "no-files")]
    [InlineData("{\"files\":[null]}", "invalid-name")]
    [InlineData("{\"files\":[{\"name\":\"a.jpg\",\"contentType\":\"image/jpeg\",\"size\":-1}]}", "invalid-size")]
    [InlineData("{\"files\":[{\"name\":\"a.jpg\",\"contentType\":\"image/jpeg\",\"size\":9223372036854775807}]}", "too-large")]
    [InlineData("{\"files\":[{\"name\":\"a.svg\",\"contentType\":\"image/svg+xml\",\"size\":1}]}", "unsupported-type")]
    [InlineData("{\"files\":[{\"name\":\"../a.jpg\",\"contentType\":\"image/jpeg\",\"size\":1}]}", "invalid-name")]
    [InlineData("{\"files\":[{\"name\":\"a\\u0000.jpg\",\"contentType\":\"image/jpeg\",\"size\":1}]}", "invalid-name")]
    public async Task A_body_that_cannot_be_is_a_clear_400(string body, string code)
    {
        using var response = await fixture.Client.PostAsync("/api/uploads", Hosting.Http.Json(body));
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_problem_names_the_file_it_is_about()
    {
        var files = new object[] { new { name = "a.jpg", contentType = "image/jpeg", size = 1 }, new { name = "b\u0007.jpg", contentType = "image/jpeg", size = 0 } };
        using var response = await fixture.Client.PostAsync("/api/uploads", Hosting.Http.Json(JsonSerializer.Serialize(new { files })));
        var errors = (await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-name")).GetProperty("errors");
        errors.GetArrayLength().ShouldBe(2);
        errors[0].GetProperty("file").GetInt32().ShouldBe(1);
        errors[0].GetProperty("name").GetString().ShouldBe("b\uFFFD.jpg");
        errors[1].GetProperty("code").GetString().ShouldBe("empty");
    }

    [Fact]
    public async Task A_hundred_and_one_files_are_refused()
    {
        var files = Enumerable.Repeat(new { name = "a.jpg", contentType = "image/jpeg", size = 1 }, 101);
        using var response = await fixture.Client.PostAsync("/api/uploads", Hosting.Http.Json(JsonSerializer.Serialize(new { files })));
        await response.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "too-many-files");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_more_than_a_megabyte_is_refused_whether_it_says_so_or_not(bool declared)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/uploads")
        {
            Content = Hosting.Http.Json($$"""{"files":[{"name":"{{new string('a', 1 << 20)}}"}]}"""),
        };
        request.Headers.TransferEncodingChunked = !declared;
        using var response = await fixture.Client.SendAsync(request);
        await response.ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
    }

    [Fact]
    public async Task A_form_is_told_to_be_json()
    {
        using var response = await fixture.Client.PostAsync("/api/uploads", new FormUrlEncodedContent([new("files", "a.jpg")]));
        await response.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }
}
