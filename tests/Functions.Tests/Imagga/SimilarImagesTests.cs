using System.Net;
using System.Net.Http.Json;
using Magpie.Core.Tests.Imaging;
using Magpie.Functions.Imagga.Indexes;
using Magpie.Functions.Tests.Imagga.Contract;
using Magpie.Functions.Tests.Ingest;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Magpie.Functions.Tests.Imagga.IndexCalls;

namespace Magpie.Functions.Tests.Imagga;

[Collection(ContractCollection.Name)]
public sealed class SimilarImagesTests(ContractFixture fixture) : IAsyncLifetime
{
    private const string Saving = "/v2/colors?deterministic=1";
    private const string Colors = "/v2/similar-images/colors";

    private static readonly byte[] Red = Plain(Pictures.Red);
    private static readonly byte[] Green = Plain(Pictures.Green);
    private static readonly byte[] Blue = Plain(Pictures.Blue);
    private static readonly byte[] Yellow = Plain(Pictures.Yellow);
    private static readonly byte[] Scene = ContractFixture.Scene;

    private HttpClient _client = null!;

    public static TheoryData<string, string, string> Families => new()
    {
        { "/v2/categories/general_v3", "/v2/similar-images/categories/general_v3", "categories" },
        { "/v2/categories/personal_photos", "/v2/similar-images/categories/personal_photos", "categories" },
        { "/v2/categories/nsfw_beta", "/v2/similar-images/categories/nsfw_beta", "categories" },
        { Saving, Colors, "colors" },
    };

    public async Task InitializeAsync() => _client = await fixture.SignInAsync();

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task What_is_saved_is_found_once_the_index_is_trained_and_is_gone_after_it_is_deleted_and_trained(string saving, string path, string member)
    {
        if (!ContractFixture.HasModels && saving.EndsWith("nsfw_beta", StringComparison.Ordinal))
        {
            return;
        }

        var index = new IndexCalls(_client, saving, path);
        (await index.ShouldNotBeFoundAsync(Scene)).ShouldContain("save_index");
        await ContractFixture.ShouldFailAsync(_client.PutAsync(index.Path, null), HttpStatusCode.NotFound);
        (await index.SaveAsync("scene", Scene)).EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(member);
        await index.SaveAsync("sky/été 犬", Blue);
        await index.SaveAsync("other", Yellow);
        (await index.ShouldNotBeFoundAsync(Scene)).ShouldContain("not trained");
        (await index.TrainAsync()).GetProperty("message").GetString().ShouldBe("Training has finished.");

        var result = await index.SearchAsync(Scene);
        result.EnumerateObject().Select(one => one.Name).ShouldBe(["count", "images"]);
        result.GetProperty("count").GetInt32().ShouldBe(3);
        var images = result.GetProperty("images").EnumerateArray().ToArray();
        images[0].ToString().ShouldBe("""{"distance":0,"id":"scene"}""");
        images.Select(image => image.GetProperty("distance").GetDouble()).ShouldBeInOrder(SortDirection.Ascending);
        images[1].GetProperty("distance").GetDouble().ShouldBeInRange(1e-4, 2);
        (await index.FoundAsync(Blue))[0].ShouldBe("sky/été 犬");
        (await index.HasAsync("sky/été 犬")).ShouldBeTrue();
        (await index.HasAsync("nothing")).ShouldBeFalse();
        var known = await ContractFixture.ResultAsync(_client.GetAsync(index.Path));
        known.GetProperty("count").GetInt32().ShouldBe(3);
        known.GetProperty("trained_at").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);

        await index.SaveAsync("other", Scene);
        (await _client.DeleteAsync($"{index.Path}/{Uri.EscapeDataString("sky/été 犬")}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await ContractFixture.ShouldFailAsync(_client.DeleteAsync($"{index.Path}/nothing"), HttpStatusCode.NotFound);
        (await index.HasAsync("sky/été 犬")).ShouldBeTrue();
        await index.TrainAsync();
        (await index.HasAsync("sky/été 犬")).ShouldBeFalse();
        (await index.SearchAsync(Scene, ("distance", "0"))).ToString()
            .ShouldBe("""{"count":2,"images":[{"distance":0,"id":"other"},{"distance":0,"id":"scene"}]}""");

        (await ContractFixture.ResultAsync(_client.DeleteAsync(index.Path))).GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        await index.ShouldNotBeFoundAsync(Scene);
        await ContractFixture.ShouldFailAsync(_client.DeleteAsync(index.Path), HttpStatusCode.NotFound);
        await ContractFixture.ShouldFailAsync(_client.GetAsync($"{index.Path}/scene"), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Images_are_paged_bounded_by_distance_and_merged_both_ways()
    {
        var index = await IndexOfAsync(("rose_1", Red), ("rose_2", Plain((200, 60, 40))), ("sea_1", Blue), ("sea_2", Plain((30, 90, 200))), ("lawn", Green));

        var all = await index.FoundAsync(Red);
        all.Length.ShouldBe(5);
        all[..2].ShouldBe(["rose_1", "rose_2"]);
        (await index.FoundAsync(Red, ("offset", "1"), ("count", "3"))).ShouldBe(all[1..4]);
        (await index.SearchAsync(Red, ("offset", "1"), ("count", "3"))).GetProperty("count").GetInt32().ShouldBe(5);
        (await index.FoundAsync(Red, ("distance", "1"))).ShouldBe(["rose_1", "rose_2"]);
        (await index.FoundAsync(Red, ("distance", "-1"))).ShouldBe(all);

        var means = await index.SearchAsync(Red, ("merge_by_separator", "_"));
        means.GetProperty("count").GetInt32().ShouldBe(3);
        Ids(means).ShouldBe(["rose", "sea", "lawn"], ignoreOrder: true);
        var rose = means.GetProperty("images")[0];
        rose.EnumerateObject().Select(member => member.Name).ShouldBe(["distance", "group_items", "id"]);
        rose.GetProperty("id").GetString().ShouldBe("rose");
        var members = rose.GetProperty("group_items").EnumerateArray().ToArray();
        members[0].ToString().ShouldBe("""{"distance":0,"id":"rose_1"}""");
        rose.GetProperty("distance").GetDouble().ShouldBe(members.Average(one => one.GetProperty("distance").GetDouble()), 1e-9);

        var winners = await index.SearchAsync(Blue, ("merge_by_separator", "_"), ("merge_by_algorithm", "winner"), ("count", "1"));
        winners.ToString().ShouldBe("""{"count":3,"images":[{"distance":0,"id":"sea_1"}]}""");
    }

    [Fact]
    public async Task A_region_is_what_is_searched_for_in_pixels_of_the_upright_image()
    {
        var index = await IndexOfAsync(("red", Red), ("green", Green), ("blue", Blue), ("yellow", Yellow));
        var quadrants = Pictures.Jpeg(Pictures.Quadrants(3000, 2000), 3000, 2000);
        foreach (var (region, expected) in new[] { ("0,0,1400,900", "red"), ("1600, 100, 20, 30", "green"), ("100,1100,1300,900", "blue"), ("1600,1100,1400,900", "yellow") })
        {
            (await index.FoundAsync(quadrants, ("region", region), ("distance", "0.5"))).ShouldBe([expected], region);
        }

        (await index.SearchAsync(Photos.Sideways, ("region", "0,0,300,400"))).GetProperty("count").GetInt32().ShouldBe(4);
        foreach (var region in new[] { "0,0,301,400", "0,0,400,300", "299,0,2,1", "2147483647,0,2147483647,1" })
        {
            (await ContractFixture.ShouldFailAsync(
                _client.PostAsync(index.Path, ImaggaFixture.Form(Photos.Sideways, ("region", region))), HttpStatusCode.BadRequest, region)).ShouldContain("300 x 400");
        }
    }

    [Fact]
    public async Task Colours_of_the_object_are_compared_with_those_of_objects_alone()
    {
        var index = new IndexCalls(_client, $"{Saving}&features_type=object", Colors);
        await index.SaveAsync("scene", Scene);
        await index.TrainAsync();

        (await index.FoundAsync(Scene, ("features_type", "object"), ("distance", "0"))).ShouldBe(["scene"]);
        (await index.ShouldNotBeFoundAsync(Scene)).ShouldContain("features_type");
    }

    [Fact]
    public async Task An_image_is_taken_by_all_four_ways()
    {
        var index = await IndexOfAsync(("scene", Scene));
        using var uploaded = await _client.PostAsync("/v2/uploads", ImaggaFixture.Form(Scene));
        var upload = (await ContractFixture.EnvelopeAsync(uploaded)).GetProperty("result").GetProperty("upload_id").GetString();
        using var base64 = new FormUrlEncodedContent(new Dictionary<string, string> { ["image_base64"] = Convert.ToBase64String(Scene) });
        Ids(await ContractFixture.ResultAsync(_client.GetAsync($"{index.Path}?image_url={fixture.Url("scene.jpg")}"))).ShouldBe(["scene"]);
        Ids(await ContractFixture.ResultAsync(_client.GetAsync($"{index.Path}?image_upload_id={upload}&distance=0"))).ShouldBe(["scene"]);
        Ids(await ContractFixture.ResultAsync(_client.PostAsync(index.Path, base64))).ShouldBe(["scene"]);
        await ContractFixture.ShouldFailAsync(_client.PostAsync(index.Path, null), HttpStatusCode.BadRequest);
        await ContractFixture.ShouldFailAsync(_client.GetAsync($"{index.Path}?image_upload_id={upload}&image_url={fixture.Url("x.jpg")}"), HttpStatusCode.BadRequest);
        await ContractFixture.ShouldFailAsync(_client.PostAsync(index.Path, ImaggaFixture.Form("no image"u8.ToArray())), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_index_is_its_accounts_own_and_its_familys()
    {
        var index = await IndexOfAsync(("scene", Scene));
        using var stranger = await fixture.SignInAsync();
        await new IndexCalls(stranger, Saving, Colors).ShouldNotBeFoundAsync(Scene);
        await new IndexCalls(_client, Saving, "/v2/similar-images/categories/general_v3").ShouldNotBeFoundAsync(Scene);
        await ContractFixture.ShouldFailAsync(stranger.PutAsync(index.Path, null), HttpStatusCode.NotFound);
        await ContractFixture.ShouldFailAsync(stranger.DeleteAsync(index.Path), HttpStatusCode.NotFound);
        await ContractFixture.ShouldFailAsync(stranger.DeleteAsync($"{index.Path}/scene"), HttpStatusCode.NotFound);
        (await index.HasAsync("scene")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_training_calls_back_and_a_callback_to_where_nobody_may_call_is_refused()
    {
        var index = await IndexOfAsync(("scene", Scene));
        var called = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = fixture.Web.Answer;
        fixture.Web.Answer = (context, _) =>
        {
            called.TrySetResult(context.Request.Path + context.Request.QueryString.Value);
            return Task.CompletedTask;
        };
        var started = await ContractFixture.ResultAsync(_client.PutAsync($"{index.Path}?callback_url={fixture.Url("trained")}", null));
        (await called.Task.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe($"/trained?ticket={started.GetProperty("ticket_id").GetString()}");
        fixture.Web.Answer = before;
        await ContractFixture.ShouldFailAsync(_client.PutAsync($"{index.Path}?callback_url=http://10.0.0.1/", null), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_batch_saves_too_and_searches()
    {
        var url = new Uri(fixture.Web.Address, "scene.jpg").AbsoluteUri;
        async Task<string> RunAsync(string endpoint, object parameters)
        {
            using var response = await _client.PostAsJsonAsync("/v2/batches", new Dictionary<string, object> { [endpoint] = new[] { new { @params = parameters } } });
            var ticket = (await ContractFixture.EnvelopeAsync(response)).GetProperty("result").GetProperty("ticket_id").GetString()!;
            return (await FinalAsync(_client, ticket)).GetProperty(endpoint)[0].ToString();
        }

        (await RunAsync("/categories", new { categorizer_id = "general_v3", image_url = url, save_index = "holiday", save_id = "one" })).ShouldContain("success");
        var index = new IndexCalls(_client, "", "/v2/similar-images/categories/general_v3");
        await index.TrainAsync();
        (await RunAsync("/similar-images/categories", new { categorizer_id = "general_v3", index_id = "holiday", image_url = url }))
            .ShouldContain("""{"distance":0,"id":"one"}""");
    }

    [Theory]
    [InlineData("/v2/categories/general_v3?save_index=a", "save_id")]
    [InlineData("/v2/categories/general_v3?save_id=a", "save_index")]
    [InlineData("/v2/categories/general_v3?save_index=a&save_id=%07", "save_id")]
    [InlineData("/v2/colors?deterministic=1&save_index=a", "save_id")]
    [InlineData("/v2/colors?save_index=a&save_id=b", "deterministic")]
    [InlineData("/v2/colors?features_type=both", "features_type")]
    [InlineData(Colors + "/a?features_type=both", "features_type")]
    [InlineData(Colors + "/a?offset=-1", "offset")]
    [InlineData(Colors + "/a?count=0", "count")]
    [InlineData(Colors + "/a?count=1000000", "count")]
    [InlineData(Colors + "/a?distance=far", "distance")]
    [InlineData(Colors + "/a?merge_by_algorithm=loser", "merge_by_algorithm")]
    [InlineData(Colors + "/a?region=1,2,3", "region")]
    [InlineData(Colors + "/a?region=1,2,3,0", "region")]
    [InlineData(Colors + "/a?region=-1,2,3,4", "region")]
    [InlineData(Colors + "/a?region=1,2,3,4,5", "region")]
    [InlineData("/v2/similar-images/categories/general_v3/a?region=1.5,2,3,4", "region")]
    public async Task A_parameter_that_cannot_be_meant_is_a_400_that_names_it(string path, string named) =>
        (await ContractFixture.ShouldFailAsync(_client.PostAsync(path, ImaggaFixture.Form(Scene)), HttpStatusCode.BadRequest)).ShouldContain($"\"{named}\"");

    [Fact]
    public async Task Every_hostile_file_is_seen_or_refused()
    {
        if (Repository.Hostile is not { } folder)
        {
            return;
        }

        var index = await IndexOfAsync(("scene", Scene));
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => new FileInfo(file).Length < ContractFixture.MaxImageBytes))
        {
            var content = await File.ReadAllBytesAsync(file);
            await SeenOrRefusedAsync(_client.PostAsync(index.Path, ImaggaFixture.Form(content, ("region", "0,0,1,1"))));
            var pair = ImaggaFixture.Form(Scene);
            pair.Add(new ByteArrayContent(content), "image2", "hostile");
            await SeenOrRefusedAsync(_client.PostAsync("/v2/images-similarity/categories/general_v3", pair));

            async Task SeenOrRefusedAsync(Task<HttpResponseMessage> call)
            {
                using var response = await call;
                await ContractFixture.EnvelopeAsync(response, file);
                response.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.BadRequest);
            }
        }

        (await index.FoundAsync(Scene)).ShouldBe(["scene"]);
    }

    [Fact]
    public async Task A_categorizer_that_is_not_there_is_a_404_that_names_those_that_are()
    {
        foreach (var path in new[] { "/v2/similar-images/categories/nobody/a", "/v2/categories/nobody", "/v2/images-similarity/categories/nobody" })
        {
            (await ContractFixture.ShouldFailAsync(_client.PostAsync(path, ImaggaFixture.Form(Scene)), HttpStatusCode.NotFound))
                .ShouldContain("general_v3, nsfw_beta and personal_photos");
        }
    }

    [Fact]
    public async Task What_another_model_saved_is_not_compared_and_the_answer_says_what_to_do()
    {
        var account = "a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);
        using var client = await fixture.SignInAsync(account);
        var store = fixture.App.Services.GetRequiredService<IndexStore>();
        var name = new IndexName(account, "categories-general_v3", "holiday");
        await store.SaveAsync(name, [new("old", "", "old@1.0.0", new[] { 1f })], default);
        await store.TrainAsync(name, default);
        (await new IndexCalls(client, "", "/v2/similar-images/categories/general_v3").ShouldNotBeFoundAsync(Scene)).ShouldContain("Save them again");
    }

    [Fact]
    public async Task Each_photo_of_an_animal_is_most_like_another_of_its_kind()
    {
        if (Repository.Photos is not { } photos || !ContractFixture.HasModels)
        {
            return;
        }

        var index = new IndexCalls(_client, "/v2/categories/general_v3", "/v2/similar-images/categories/general_v3");
        string[] files =
        [
            "dog-dachshund.jpg", "dogs-two.jpg", "pug-iphone.heic", "cat-chelsea.png", "food-coffee.png", "food-hotdog.jpg", "house.jpg",
            "landscape-innsbruck.jpg", "landscape-balloons.jpg", "text-page.png", "raptor-owl.jpg", "bird-chickadee.bmp",
        ];
        foreach (var file in files)
        {
            await index.SaveAsync(file, await File.ReadAllBytesAsync(Path.Combine(photos, file)));
        }

        await index.TrainAsync();
        foreach (var dog in files[..3])
        {
            var found = await index.FoundAsync(await File.ReadAllBytesAsync(Path.Combine(photos, dog)));
            found[0].ShouldBe(dog);
            files[..3].ShouldContain(found[1], $"{dog}: {string.Join(", ", found)}");
        }
    }

    private async Task<IndexCalls> IndexOfAsync(params (string Id, byte[] Image)[] images)
    {
        var index = new IndexCalls(_client, Saving, Colors);
        foreach (var (id, image) in images)
        {
            await index.SaveAsync(id, image);
        }

        await index.TrainAsync();
        return index;
    }
}
