using System.Net;
using System.Text.Json;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Ingest;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Clarifai;

[Collection(ClarifaiCollection.Name)]
public sealed class V1Tests(ClarifaiFixture fixture)
{
    private HttpClient Anonymous => fixture.App.Anonymous;

    [Theory]
    [InlineData("/v1/token/")]
    [InlineData("/v1/token")]
    public async Task The_go_programs_requests_give_a_token_and_with_it_the_tags_of_an_image(string path)
    {
        var token = await TokenAsync(path);

        using var response = await Anonymous.GetAsync($"/v1/tag/?url={fixture.Url("red.png")}&access_token={token}");
        var answer = await OkAsync(response);

        Names(answer).ShouldBe(["status_code", "status_msg", "meta", "results"]);
        answer.GetProperty("status_msg").GetString().ShouldBe("All images in request have completed successfully. ");
        var meta = answer.GetProperty("meta").GetProperty("tag");
        Names(meta).ShouldBe(["timestamp", "model", "config"]);
        meta.GetProperty("model").GetString().ShouldBe("general-v1.3");
        meta.GetProperty("config").GetString()!.ShouldMatch("^[0-9a-f]{32}$");
        var result = answer.GetProperty("results").EnumerateArray().ShouldHaveSingleItem();
        Names(result).ShouldBe(["docid", "url", "status_code", "status_msg", "local_id", "result", "docid_str"]);
        result.GetProperty("url").GetString().ShouldBe(fixture.Url("red.png"));
        var id = result.GetProperty("docid_str").GetString()!;
        id.ShouldMatch("^[0-9a-f]{32}$");
        result.GetProperty("docid").GetUInt64().ShouldBe(Convert.ToUInt64(id[16..], 16));
        var tag = result.GetProperty("result").GetProperty("tag");
        Names(tag).ShouldBe(["concept_ids", "classes", "probs"]);
        tag.GetProperty("classes").GetArrayLength().ShouldBe(20);
        tag.GetProperty("concept_ids").EnumerateArray().Select(concept => concept.GetString()!).ShouldAllBe(concept => concept.StartsWith("ai_") && concept.Length == 11);
        var probs = tag.GetProperty("probs").EnumerateArray().Select(prob => prob.GetDouble()).ToArray();
        probs.ShouldBe(probs.OrderDescending());
        probs.Length.ShouldBe(20);
    }

    [Fact]
    public async Task A_token_is_answered_as_the_seed_reads_it_also_for_basic()
    {
        var (_, made) = await fixture.SignInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/token/");
        request.Headers.Authorization = RunningApp.Basic(made.Credential.Key, made.Secret!);
        using var response = await Anonymous.SendAsync(request);
        var answer = await (response.EnsureSuccessStatusCode()).ReadJsonAsync();
        Names(answer).ShouldBe(["access_token", "expires_in", "scope", "token_type"]);
        answer.GetProperty("expires_in").GetInt32().ShouldBe(172_800);
        answer.GetProperty("scope").GetString().ShouldBe("api_access_write api_access api_access_read");
        answer.GetProperty("token_type").GetString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task Files_and_urls_are_tagged_together_in_their_order_and_the_same_bytes_have_the_same_id()
    {
        var (client, _) = await fixture.SignInAsync();
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Photos.Sideways), "encoded_data", "nest.jpg" },
            { new ByteArrayContent(Photos.Solid(64, 48)), "encoded_data", "red.png" },
            { new StringContent(Convert.ToBase64String(Photos.Sideways)), "encoded_data" },
            { new StringContent(fixture.Url("red.png")), "url" },
            { new StringContent("first"), "local_id" },
            { new StringContent("second"), "local_id" },
        };
        var results = (await OkAsync(await client.PostAsync("/v1/tag/", form))).GetProperty("results").EnumerateArray().ToArray();

        results.Select(result => result.GetProperty("local_id").GetString()).ShouldBe(["first", "second", "", ""]);
        results.Select(result => result.TryGetProperty("url", out _)).ShouldBe([false, false, false, true]);
        var ids = results.Select(result => result.GetProperty("docid_str").GetString()).ToArray();
        (ids[0] == ids[2], ids[1] == ids[3], ids[0] == ids[1]).ShouldBe((true, true, false));
    }

    [Fact]
    public async Task A_form_of_urls_is_read_like_a_query_and_nothing_is_kept()
    {
        var (client, _) = await fixture.SignInAsync();
        using var form = new FormUrlEncodedContent([new("url", fixture.Url("red.png")), new("url", fixture.Url("nest.jpg"))]);
        (await OkAsync(await client.PostAsync("/v1/tag", form))).GetProperty("results").GetArrayLength().ShouldBe(2);
        (await (await client.GetAsync("/api/assets")).ReadJsonAsync()).GetProperty("assets").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Of_several_images_each_says_for_itself_whether_it_worked()
    {
        var (client, _) = await fixture.SignInAsync();
        using var some = await client.GetAsync($"/v1/tag?url={fixture.Url("red.png")}&url={fixture.Url("page.html")}&url=http://10.0.0.1/x.png");
        some.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var answer = await some.ReadJsonAsync();
        answer.GetProperty("status_code").GetString().ShouldBe("PARTIAL_ERROR");
        var results = answer.GetProperty("results").EnumerateArray().ToArray();
        results.Select(result => result.GetProperty("status_code").GetString()).ShouldBe(["OK", "CLIENT_ERROR", "CLIENT_ERROR"]);
        results[1].GetProperty("result").GetProperty("error").GetString().ShouldNotBeNullOrEmpty();

        using var none = await client.GetAsync($"/v1/tag?url={fixture.Url("missing.png")}");
        (await none.ReadJsonAsync()).GetProperty("status_code").GetString().ShouldBe("ALL_ERROR");
    }

    [Fact]
    public async Task A_video_has_a_row_of_classes_for_each_second()
    {
        if (Ffmpeg.Installed is null)
        {
            return;
        }

        var (client, _) = await fixture.SignInAsync();
        var video = await Ffmpeg.MakeAsync(".mp4", "-f lavfi -i testsrc=duration=3:size=160x120:rate=10 -pix_fmt yuv420p");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(video), "encoded_data", "film.mp4" } };
        var result = (await OkAsync(await client.PostAsync("/v1/tag/", form))).GetProperty("results")[0].GetProperty("result").GetProperty("tag");
        Names(result).ShouldBe(["timestamps", "concept_ids", "classes", "probs"]);
        result.GetProperty("timestamps").EnumerateArray().Select(at => at.GetDouble()).ShouldBe([0, 1, 2]);
        result.GetProperty("classes").EnumerateArray().Select(row => row.GetArrayLength()).ShouldBe([20, 20, 20]);
        result.GetProperty("probs")[2].GetArrayLength().ShouldBe(20);
    }

    [Fact]
    public async Task A_video_at_a_url_has_a_row_of_classes_for_each_second_too()
    {
        if (Ffmpeg.Installed is null)
        {
            return;
        }

        var (client, _) = await fixture.SignInAsync();
        var answer = (await OkAsync(await client.GetAsync($"/v1/tag/?url={fixture.Url("film.mp4")}&url={fixture.Url("red.png")}"))).GetProperty("results");
        answer[0].GetProperty("url").GetString().ShouldBe(fixture.Url("film.mp4"));
        var film = answer[0].GetProperty("result").GetProperty("tag");
        Names(film).ShouldBe(["timestamps", "concept_ids", "classes", "probs"]);
        film.GetProperty("timestamps").EnumerateArray().Select(at => at.GetDouble()).ShouldBe([0, 1, 2]);
        film.GetProperty("classes").EnumerateArray().Select(row => row.GetArrayLength()).ShouldBe([20, 20, 20]);
        Names(answer[1].GetProperty("result").GetProperty("tag")).ShouldBe(["concept_ids", "classes", "probs"]);
    }

    [Theory]
    [InlineData("http://10.0.0.1/a.png")]
    [InlineData("http://localhost/a.png")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[::ffff:10.0.0.1]/a.png")]
    [InlineData("/loop")]
    [InlineData("/into-private")]
    [InlineData("/bomb.png")]
    [InlineData("/large.png")]
    [InlineData("/endless.png")]
    [InlineData("/page.html")]
    public async Task A_url_that_must_not_or_cannot_be_fetched_fails_its_image_alone(string url)
    {
        var (client, _) = await fixture.SignInAsync();
        using var response = await client.GetAsync($"/v1/tag?url={(url[0] == '/' ? fixture.Url(url[1..]) : url)}&url={fixture.Url("red.png")}");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var answer = await response.ReadJsonAsync();
        answer.GetProperty("status_code").GetString().ShouldBe("PARTIAL_ERROR");
        var results = answer.GetProperty("results").EnumerateArray().ToArray();
        results.Select(result => result.GetProperty("status_code").GetString()).ShouldBe(["CLIENT_ERROR", "OK"]);
        results[0].GetProperty("result").GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("GET", "/v1/tag", null, 401, "TOKEN_NONE")]
    [InlineData("GET", "/v1/tag?access_token=abc", null, 401, "TOKEN_INVALID")]
    [InlineData("GET", "/v1/tag", "Bearer mt_AAAA", 401, "TOKEN_INVALID")]
    [InlineData("GET", "/v1/tag", "Key nobody.has-this-secret", 401, "TOKEN_APP_INVALID")]
    [InlineData("POST", "/v1/token/", "Basic bm9ib2R5OnNlY3JldA==", 401, "TOKEN_APP_INVALID")]
    [InlineData("POST", "/v1/token/", null, 401, "TOKEN_NONE")]
    [InlineData("GET", "/v1/token/", null, 405, "CLIENT_ERROR")]
    [InlineData("GET", "/v1/tag/", "valid", 400, "CLIENT_ERROR")]
    [InlineData("GET", "/v1/tag/?url=x&model=nothing", "valid", 400, "CLIENT_ERROR")]
    [InlineData("GET", "/v1/tag/?url=x&language=tlh", "valid", 400, "CLIENT_ERROR")]
    [InlineData("PUT", "/v1/tag/", "valid", 405, "CLIENT_ERROR")]
    [InlineData("GET", "/v1/nothing", "valid", 404, "CLIENT_ERROR")]
    [InlineData("GET", "/v1/tag/?url=x&model=nsfw-v1.0", "valid", 503, "SERVER_ERROR")]
    public async Task Errors_have_v1s_shape(string method, string path, string? authorization, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        var (client, _) = await fixture.SignInAsync();
        request.Headers.TryAddWithoutValidation("Authorization", authorization == "valid" ? client.DefaultRequestHeaders.Authorization!.ToString() : authorization);
        using var response = await Anonymous.SendAsync(request);
        ((int)response.StatusCode).ShouldBe(status);
        var answer = await response.ReadJsonAsync();
        Names(answer).ShouldBe(["status_code", "status_msg"]);
        answer.GetProperty("status_code").GetString().ShouldBe(code);
        answer.GetProperty("status_msg").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_request_with_more_images_than_a_batch_holds_is_refused()
    {
        var (client, _) = await fixture.SignInAsync();
        using var form = new FormUrlEncodedContent(Enumerable.Repeat(KeyValuePair.Create("url", "http://x.example/"), 129));
        using var response = await client.PostAsync("/v1/tag/", form);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.ReadJsonAsync()).GetProperty("status_msg").GetString()!.ShouldContain("128");
    }

    [Fact]
    public async Task A_wrong_secret_in_the_form_for_a_token_is_a_wrong_one_and_not_a_missing_one()
    {
        var (_, made) = await fixture.SignInAsync();
        using var form = new FormUrlEncodedContent([new("client_id", made.Credential.Key), new("client_secret", "wrong"), new("grant_type", "client_credentials")]);
        using var response = await Anonymous.PostAsync("/v1/token/", form);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.ReadJsonAsync()).GetProperty("status_code").GetString().ShouldBe("TOKEN_APP_INVALID");
    }

    [Fact]
    public async Task A_file_in_a_form_that_is_no_multipart_form_is_refused_and_the_answer_says_where_it_may_be()
    {
        var (client, _) = await fixture.SignInAsync();
        using var form = new FormUrlEncodedContent([new("url", fixture.Url("red.png")), new("encoded_data", Convert.ToBase64String(Photos.Solid(8, 8)))]);
        using var response = await client.PostAsync("/v1/tag/", form);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var answer = await response.ReadJsonAsync();
        answer.GetProperty("status_code").GetString().ShouldBe("CLIENT_ERROR");
        answer.GetProperty("status_msg").GetString()!.ShouldContain("multipart");
    }

    [Fact]
    public async Task A_video_that_fails_because_the_service_has_no_video_tools_is_the_services_error()
    {
        await using var app = await RunningApp.StartAsync(
            fixture.Storage.ConnectionString, $"--MAGPIE_MODELS={Path.Combine(Repository.Root, "models")}", "--MAGPIE_FFMPEG=/nowhere/ffmpeg");
        var (client, _) = await app.SignInAsync("a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal));
        byte[] video = [0, 0, 0, 0x18, .. "ftypmp42\0\0\0\0mp42isom"u8];
        using var form = new MultipartFormDataContent { { new ByteArrayContent(video), "encoded_data", "film.mp4" } };
        using var response = await client.PostAsync("/v1/tag/", form);
        var answer = await response.ReadJsonAsync();
        answer.GetProperty("results")[0].GetProperty("status_code").GetString().ShouldBe("SERVER_ERROR", answer.ToString());

        using var predicted = await client.PostTextAsync(
            "/v2/models/general-v1.3/outputs", $$$$$"""{"inputs":[{"data":{"video":{"base64":"{{{{{Convert.ToBase64String(video)}}}}}"}}}]}""");
        var output = (await predicted.ReadJsonAsync()).GetProperty("outputs")[0].GetProperty("status");
        output.GetProperty("code").GetInt32().ShouldBe(21353, output.ToString());
    }

    private async Task<string> TokenAsync(string path)
    {
        var (_, made) = await fixture.SignInAsync();
        using var form = new FormUrlEncodedContent(
            [new("client_id", made.Credential.Key), new("client_secret", made.Secret), new("grant_type", "client_credentials")]);
        using var response = await Anonymous.PostAsync(path, form);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.ReadJsonAsync()).GetProperty("access_token").GetString()!;
    }

    private static async Task<JsonElement> OkAsync(HttpResponseMessage response)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        var answer = await response.ReadJsonAsync();
        answer.GetProperty("status_code").GetString().ShouldBe("OK");
        return answer;
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);
}
