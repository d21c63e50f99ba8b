using System.Net;
using System.Text.Json;
using Magpie.Accounts;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Ingest;
using Magpie.Tests.Support;
using static Magpie.Functions.Tests.Imagga.ImaggaFixture;

namespace Magpie.Functions.Tests.Imagga;

public sealed class ImaggaTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>, IAsyncLifetime
{
    private HttpClient _client = null!;

    public async Task InitializeAsync() => _client = await fixture.SignInAsync();

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Tags_have_the_members_of_the_example_and_fall_in_confidence()
    {
        var tags = await ResultAsync(_client.PostAsync("/v2/tags", Form(Photos.Sideways)));
        var shown = tags.GetProperty("tags").EnumerateArray().ToList();
        shown.ShouldNotBeEmpty();
        foreach (var tag in shown)
        {
            tag.EnumerateObject().Select(member => member.Name).ShouldBe(["confidence", "tag"]);
            tag.GetProperty("tag").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("en");
            tag.GetProperty("confidence").GetDouble().ShouldBeInRange(7, 100);
        }

        shown.Select(tag => tag.GetProperty("confidence").GetDouble()).ShouldBeInOrder(SortDirection.Descending);
        Names(shown).ShouldContain("red");
    }

    [Fact]
    public async Task Tags_come_in_the_languages_in_the_number_and_with_the_ids_that_are_asked_for()
    {
        var tags = await ResultAsync(_client.GetAsync($"/v2/tags?image_url={Url}&language=de,fr&limit=2&verbose=1&threshold=30"));
        var shown = tags.GetProperty("tags").EnumerateArray().ToList();
        shown.Count.ShouldBe(2);
        shown[0].GetProperty("tag").EnumerateObject().Select(name => name.Name).ShouldBe(["de", "fr"]);
        shown[0].GetProperty("tag_id").GetString()!.ShouldStartWith("basics:");
        var red = (await ResultAsync(_client.GetAsync($"/v2/tags/basics?image_url={Url}&language=de"))).GetProperty("tags").EnumerateArray();
        red.Select(tag => tag.GetProperty("tag").GetProperty("de").GetString()).ShouldContain("Rot");
    }

    [Theory]
    [InlineData("general_v3")]
    [InlineData("personal_photos")]
    public async Task Categories_come_in_the_languages_that_are_asked_for(string categorizer)
    {
        var address = $"/v2/categories/{categorizer}?image_url={Url}&language=";
        var english = Names(await CategoriesAsync(address + "en"), "en");
        var shown = await CategoriesAsync(address + "de,en");
        shown.ShouldNotBeEmpty();
        shown.ShouldAllBe(category => string.Join(' ', category.GetProperty("name").EnumerateObject().Select(name => name.Name)) == "de en");
        Names(shown, "en").ShouldBe(english);
        if (categorizer == "general_v3")
        {
            english.ShouldContain("red");
            Names(await CategoriesAsync(address + "de"), "de").ShouldContain("Rot");
        }

        async Task<JsonElement[]> CategoriesAsync(string of) => [.. (await ResultAsync(_client.GetAsync(of))).GetProperty("categories").EnumerateArray()];

        static string?[] Names(JsonElement[] categories, string language) => [.. categories.Select(category => category.GetProperty("name").GetProperty(language).GetString())];
    }

    [Fact]
    public async Task The_categorizers_are_those_of_the_example()
    {
        var list = (await ResultAsync(_client.GetAsync("/v2/categorizers"))).GetProperty("categorizers");
        list.EnumerateArray().Select(one => one.GetProperty("id").GetString()).ShouldBe(["nsfw_beta", "personal_photos"]);
        list[0].ToString().ShouldBe("""{"id":"nsfw_beta","labels":["nsfw","safe","underwear"],"title":"NSFW Categorizer (beta v2)"}""");
        list[1].GetProperty("labels").EnumerateArray().Select(label => label.GetString()).ShouldBe(
        [
            "interior objects", "nature landscape", "beaches seaside", "events parties", "food drinks", "paintings art", "pets animals",
            "text visuals", "sunrises sunsets", "cars vehicles", "macro flowers", "streetview architecture", "people portraits",
        ]);
    }

    [Fact]
    public async Task Colours_have_every_member_of_the_example_in_its_order_and_say_what_the_picture_is()
    {
        var colors = (await ResultAsync(_client.PostAsync("/v2/colors", Form(Photos.Sideways)))).GetProperty("colors");
        colors.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["background_colors", "color_percent_threshold", "color_variance", "foreground_colors", "image_colors", "object_percentage"]);
        colors.GetProperty("color_percent_threshold").GetDouble().ShouldBe(1.75);
        colors.GetProperty("color_variance").GetInt32().ShouldBe(0);
        var only = colors.GetProperty("image_colors").EnumerateArray().ShouldHaveSingleItem();
        only.EnumerateObject().Select(member => member.Name).ShouldBe(
        [
            "b", "closest_palette_color", "closest_palette_color_html_code", "closest_palette_color_parent", "closest_palette_distance", "g",
            "html_code", "percent", "r",
        ]);
        only.GetProperty("percent").GetDouble().ShouldBe(100);
        only.GetProperty("closest_palette_color").GetString().ShouldBe("red");
        (await ResultAsync(_client.PostAsync("/v2/colors", Form(Photos.Sideways, ("extract_object_colors", "0"), ("deterministic", "1")))))
            .GetProperty("colors").EnumerateObject().Select(member => member.Name)
            .ShouldBe(["color_percent_threshold", "color_variance", "image_colors"]);
    }

    [Fact]
    public async Task Croppings_have_the_shape_that_is_asked_for_within_the_picture()
    {
        var crops = (await ResultAsync(_client.PostAsync("/v2/croppings", Form(Photos.Sideways, ("resolution", "100x100,500x300"))))).GetProperty("croppings");
        crops.ToString().ShouldBe("""
            [{"target_height":100,"target_width":100,"x1":0,"x2":299,"y1":50,"y2":349},{"target_height":300,"target_width":500,"x1":0,"x2":299,"y1":110,"y2":289}]
            """.Trim());
        var exact = (await ResultAsync(_client.PostAsync("/v2/croppings", Form(Photos.Sideways, ("resolution", "100x80"), ("no_scaling", "1"))))).GetProperty("croppings")[0];
        (exact.GetProperty("x2").GetInt32() - exact.GetProperty("x1").GetInt32()).ShouldBe(99);
        (exact.GetProperty("y2").GetInt32() - exact.GetProperty("y1").GetInt32()).ShouldBe(79);
        using var picture = await _client.PostAsync("/v2/croppings", Form(Photos.Sideways, ("resolution", "50x40"), ("image_result", "1")));
        picture.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        (await picture.Content.ReadAsByteArrayAsync()).AsSpan(16, 8).ToArray().ShouldBe([0, 0, 0, 50, 0, 0, 0, 40]);
    }

    [Fact]
    public async Task A_crop_that_must_not_be_scaled_is_shown_as_large_as_it_is_where_the_photo_has_fewer_pixels_than_are_asked_for()
    {
        using var picture = await _client.PostAsync("/v2/croppings", Form(Photos.Sideways, ("resolution", "1000x80"), ("no_scaling", "1"), ("image_result", "1")));
        picture.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        (await picture.Content.ReadAsByteArrayAsync()).AsSpan(16, 8).ToArray().ShouldBe([0, 0, 300 >> 8, 300 & 0xFF, 0, 0, 0, 80]);
    }

    [Fact]
    public async Task A_video_that_is_too_large_for_an_upload_is_not_told_what_images_need_alone()
    {
        await using var app = await RunningApp.StartAsync(fixture.Storage.ConnectionString, "--Magpie:Uploads:MaxImageBytes=1000000");
        var (client, _) = await app.SignInAsync("a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal));
        byte[] video = [0, 0, 0, 0x18, .. "ftypmp42\0\0\0\0mp42isom"u8, .. new byte[2_000_000]];
        using var response = await client.PostAsync("/v2/uploads", Form(video));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var text = (await response.ReadJsonAsync()).GetProperty("status").GetProperty("text").GetString()!;
        text.ShouldStartWith("The file is larger than 1 MB.");
        text.ShouldContain("video");
    }

    [Fact]
    public async Task Barcodes_have_the_members_of_the_example_and_a_picture_without_has_none()
    {
        (await ResultAsync(_client.PostAsync("/v2/barcodes", Form(Photos.Sideways)))).ToString().ShouldBe("""{"barcodes":[]}""");
        if (Repository.Photos is { } photos)
        {
            var can = await File.ReadAllBytesAsync(Path.Combine(photos, "barcode-ean13.png"));
            var code = (await ResultAsync(_client.PostAsync("/v2/barcodes", Form(can)))).GetProperty("barcodes")[0];
            code.EnumerateObject().Select(member => member.Name).ShouldBe(["data", "type", "x1", "x2", "y1", "y2"]);
            code.GetProperty("data").GetString().ShouldBe("8413000065504");
        }
    }

    [Fact]
    public async Task An_upload_is_looked_at_any_number_of_times_by_its_own_account_until_it_is_deleted()
    {
        var id = (await ResultAsync(_client.PostAsync("/v2/uploads", Form(Photos.Sideways)))).GetProperty("upload_id").GetString();
        for (var time = 0; time < 2; time++)
        {
            (await ResultAsync(_client.GetAsync($"/v2/colors?image_upload_id={id}"))).GetProperty("colors").ValueKind.ShouldBe(JsonValueKind.Object);
        }

        using var stranger = await fixture.SignInAsync();
        await ShouldFailAsync(stranger.GetAsync($"/v2/colors?image_upload_id={id}"), HttpStatusCode.NotFound);
        await ShouldFailAsync(stranger.DeleteAsync($"/v2/uploads/{id}"), HttpStatusCode.NotFound);
        (await _client.DeleteAsync($"/v2/uploads/{id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await ShouldFailAsync(_client.GetAsync($"/v2/colors?image_upload_id={id}"), HttpStatusCode.NotFound);
        await ShouldFailAsync(_client.GetAsync("/v2/colors?image_upload_id=i00000001000000000000000000000000"), HttpStatusCode.Gone);
        await ShouldFailAsync(_client.GetAsync("/v2/colors?image_upload_id=..%2f..%2fx"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Usage_counts_each_request_once_and_what_was_looked_at()
    {
        await ResultAsync(_client.PostAsync("/v2/colors", Form(Photos.Sideways)));
        await ShouldFailAsync(_client.GetAsync("/v2/colors"), HttpStatusCode.BadRequest);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ResultAsync(_client.PostAsync("/v2/croppings", Form(Photos.Sideways)))));

        var usage = await ResultAsync(_client.GetAsync("/v2/usage?history=1&concurrency=1"));
        usage.GetProperty("daily_requests").GetInt32().ShouldBe(7);
        usage.GetProperty("daily_processed").GetInt32().ShouldBe(6);
        usage.GetProperty("monthly_processed").GetInt32().ShouldBe(6);
        usage.GetProperty("total_requests").GetInt32().ShouldBe(7);
        usage.GetProperty("daily").EnumerateObject().ShouldHaveSingleItem().Value.GetInt32().ShouldBe(7);
        usage.GetProperty("concurrency").GetProperty("max").GetInt32().ShouldBe(64);
    }

    [Fact]
    public async Task A_months_images_are_limited_and_the_answer_says_until_when()
    {
        using var client = await fixture.SignInAsync("small");
        await ResultAsync(client.PostAsync("/v2/colors", Form(Photos.Sideways)));
        await ResultAsync(client.PostAsync("/v2/colors", Form(Photos.Sideways)));
        using var response = await client.PostAsync("/v2/colors", Form(Photos.Sideways));
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        (await ResultAsync(client.GetAsync("/v2/usage"))).GetProperty("monthly_limit").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("/v2/tags", 400)]
    [InlineData("/v2/tags?image_url=URL&image_upload_id=x", 400)]
    [InlineData("/v2/tags?image_url=http://10.0.0.1/a.jpg", 400)]
    [InlineData("/v2/tags?image_url=URL&language=en,xx", 400)]
    [InlineData("/v2/tags?image_url=URL&limit=-2", 400)]
    [InlineData("/v2/tags?image_url=URL&threshold=high", 400)]
    [InlineData("/v2/tags?image_url=URL&verbose=2", 400)]
    [InlineData("/v2/tags?image_url=URL&image_url=URL", 400)]
    [InlineData("/v2/tags/nobody?image_url=URL", 404)]
    [InlineData("/v2/tags/a/b", 404)]
    [InlineData("/v2/categories/nobody?image_url=URL", 404)]
    [InlineData("/v2/categories/nsfw_beta?image_url=URL", 503)]
    [InlineData("/v2/faces/detections", 400)]
    [InlineData("/v2/faces/detections?image_url=URL&return_face_id=yes", 400)]
    [InlineData("/v2/faces/nothing", 404)]
    [InlineData("/v2/nothing", 404)]
    [InlineData("/v2/croppings?image_url=URL&resolution=0x0", 400)]
    [InlineData("/v2/croppings?image_url=URL&resolution=100x", 400)]
    [InlineData("/v2/croppings?image_url=URL&resolution=10x10,20x20&image_result=1", 400)]
    [InlineData("/v2/croppings?image_url=URL&resolution=16383x16383&image_result=1", 400)]
    [InlineData("/v2/croppings?image_url=URL&resolution=10000x5001&image_result=1", 400)]
    [InlineData("/v2/croppings?image_url=URL&rect_percentage=101", 400)]
    [InlineData("/v2/colors?image_url=URL&overall_count=0", 400)]
    [InlineData("/v2/colors?image_url=URL&features_type=sky", 400)]
    public async Task What_cannot_be_done_is_said_in_the_envelope_of_the_api(string address, int status) =>
        await ShouldFailAsync(_client.GetAsync(address.Replace("URL", Url, StringComparison.Ordinal)), (HttpStatusCode)status);

    [Theory]
    [InlineData("/v2/faces/detections?return_face_id=1", "./magpie models install faces-yunet")]
    [InlineData("/v2/text?", "./magpie models install text-detect-ppocr3")]
    [InlineData("/v2/remove-background?", "./magpie models install segment-pphumanseg")]
    [InlineData("/v2/categories/nsfw_beta?", "MAGPIE_MODELS")]
    public async Task Without_a_model_the_answer_is_how_to_get_one(string endpoint, string how)
    {
        using var response = await _client.GetAsync($"{endpoint}&image_url={Url}");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.ReadJsonAsync()).GetProperty("status").GetProperty("text").GetString()!.ShouldContain(how);
    }

    [Fact]
    public async Task Two_hundred_resolutions_are_too_many()
    {
        var many = string.Join(',', Enumerable.Repeat("10x10", 200));
        await ShouldFailAsync(_client.PostAsync("/v2/croppings", Form(Photos.Sideways, ("resolution", many))), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Bytes_that_are_no_image_and_base64_that_is_none_are_400()
    {
        await ShouldFailAsync(_client.PostAsync("/v2/tags", Form("no image"u8.ToArray())), HttpStatusCode.BadRequest);
        await ShouldFailAsync(_client.PostAsync("/v2/tags", Form([])), HttpStatusCode.BadRequest);
        using var broken = new FormUrlEncodedContent(new Dictionary<string, string> { ["image_base64"] = "%%%" });
        await ShouldFailAsync(_client.PostAsync("/v2/tags", broken), HttpStatusCode.BadRequest);
        using var whole = new FormUrlEncodedContent(new Dictionary<string, string> { ["image_base64"] = Convert.ToBase64String(Photos.Sideways) });
        (await ResultAsync(_client.PostAsync("/v2/tags", whole))).GetProperty("tags").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Another_method_another_format_and_no_credentials_are_refused_as_the_api_does()
    {
        using var put = await _client.PutAsync("/v2/tags", null);
        put.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        put.Content.Headers.Allow.ShouldBe(["GET", "POST"]);
        await ShouldFailAsync(Task.FromResult(put), HttpStatusCode.MethodNotAllowed);

        using var xml = new HttpRequestMessage(HttpMethod.Get, $"/v2/tags?image_url={Url}");
        xml.Headers.Accept.ParseAdd("text/xml");
        await ShouldFailAsync(_client.SendAsync(xml), HttpStatusCode.NotAcceptable);
        await ShouldFailAsync(fixture.App.Anonymous.GetAsync("/v2/tags"), HttpStatusCode.Unauthorized);
        await ShouldFailAsync(fixture.App.Anonymous.GetAsync("/v2/usage"), HttpStatusCode.Unauthorized);
        var (publishable, _) = await fixture.App.SignInAsync("page", CredentialKind.Publishable);
        using (publishable)
        {
            await ShouldFailAsync(publishable.GetAsync("/v2/usage"), HttpStatusCode.Forbidden);
        }
    }

    private string Url => Uri.EscapeDataString(new Uri(fixture.Web.Address, "/photo.jpg").AbsoluteUri);

    private static IEnumerable<string?> Names(IEnumerable<JsonElement> tags) => tags.Select(tag => tag.GetProperty("tag").GetProperty("en").GetString());

    private static async Task<JsonElement> ResultAsync(Task<HttpResponseMessage> call)
    {
        using var response = await call;
        var answer = await response.ReadJsonAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, answer.ToString());
        answer.GetProperty("status").ToString().ShouldBe("""{"text":"","type":"success"}""");
        return answer.GetProperty("result");
    }

    private static async Task ShouldFailAsync(Task<HttpResponseMessage> call, HttpStatusCode status)
    {
        using var response = await call;
        var answer = await response.ReadJsonAsync();
        response.StatusCode.ShouldBe(status, answer.ToString());
        answer.EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("status");
        answer.GetProperty("status").GetProperty("type").GetString().ShouldBe("error");
        answer.GetProperty("status").GetProperty("text").GetString().ShouldNotBeNullOrEmpty();
    }
}
