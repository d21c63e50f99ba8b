using System.Net;
using Magpie.Core.Tests.Imaging;
using Magpie.Functions.Tests.Imagga.Contract;
using Magpie.Tests.Support;
using static Magpie.Functions.Tests.Imagga.IndexCalls;

namespace Magpie.Functions.Tests.Imagga;

[Collection(ContractCollection.Name)]
public sealed class ImagesSimilarityTests(ContractFixture fixture) : IAsyncLifetime
{
    private const string Path = "/v2/images-similarity/categories/general_v3";

    private static readonly byte[] Red = Plain(Pictures.Red);

    private HttpClient _client = null!;

    public async Task InitializeAsync() => _client = await fixture.SignInAsync();

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task An_image_is_no_way_from_itself_and_some_way_from_another()
    {
        (await ContractFixture.ResultAsync(_client.PostAsync(Path, Form(Red, Red)))).ToString().ShouldBe("""{"distance":0}""");
        var there = await DistanceAsync(Red, ContractFixture.Scene);
        there.ShouldBeInRange(0.05, 2);
        (await DistanceAsync(ContractFixture.Scene, Red)).ShouldBe(there);

        var usage = await ContractFixture.ResultAsync(_client.GetAsync("/v2/usage"));
        usage.GetProperty("daily_requests").GetInt32().ShouldBe(3);
        usage.GetProperty("daily_processed").GetInt32().ShouldBe(2 * 3);
    }

    [Fact]
    public async Task Regions_are_what_is_compared()
    {
        var quadrants = Pictures.Jpeg(Pictures.Quadrants(800, 600), 800, 600);
        var whole = await DistanceAsync(quadrants, Red);
        var part = await DistanceAsync(quadrants, Red, ("region", "20,20,300,200"));
        part.ShouldBeLessThan(whole / 4);
        (await DistanceAsync(Red, quadrants, ("region2", "20,20,300,200"))).ShouldBe(part, 1e-6);
        (await DistanceAsync(quadrants, Red, ("region", "450,350,300,200"))).ShouldBeGreaterThan(part * 4);
        (await ContractFixture.ShouldFailAsync(_client.PostAsync(Path, Form(Red, quadrants, ("region2", "700,0,101,10"))), HttpStatusCode.BadRequest))
            .ShouldContain("\"region2\"");
        (await ContractFixture.ShouldFailAsync(_client.PostAsync(Path, Form(Red, quadrants, ("region", "a"))), HttpStatusCode.BadRequest)).ShouldContain("\"region\"");
    }

    [Fact]
    public async Task Each_of_the_two_is_taken_by_any_of_the_four_ways_and_both_are_needed()
    {
        var url = fixture.Url("wind-farm-538576_640.jpg");
        using var uploaded = await _client.PostAsync("/v2/uploads", ImaggaFixture.Form(Red));
        var upload = (await ContractFixture.EnvelopeAsync(uploaded)).GetProperty("result").GetProperty("upload_id").GetString();
        var one = await ContractFixture.ResultAsync(_client.GetAsync($"{Path}?image_url={url}&image2_upload_id={upload}"));
        var other = await ContractFixture.ResultAsync(_client.GetAsync($"{Path}?image_upload_id={upload}&image2_url={url}"));
        one.GetProperty("distance").GetDouble().ShouldBe(other.GetProperty("distance").GetDouble());
        using var base64 = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["image_base64"] = Convert.ToBase64String(Red),
            ["image2_base64"] = Convert.ToBase64String(Red),
        });
        (await ContractFixture.ResultAsync(_client.PostAsync(Path, base64))).GetProperty("distance").GetDouble().ShouldBe(0);

        (await ContractFixture.ShouldFailAsync(_client.GetAsync($"{Path}?image_url={url}"), HttpStatusCode.BadRequest)).ShouldContain("image2_url");
        (await ContractFixture.ShouldFailAsync(_client.GetAsync($"{Path}?image2_url={url}"), HttpStatusCode.BadRequest)).ShouldContain("\"image_url\"");
        await ContractFixture.ShouldFailAsync(_client.GetAsync($"{Path}?image_url={url}&image2_url={url}&image2_upload_id={upload}"), HttpStatusCode.BadRequest);
        await ContractFixture.ShouldFailAsync(_client.PostAsync(Path, Form(Red, "none"u8.ToArray())), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Two_dogs_are_nearer_to_each_other_than_to_a_house()
    {
        if (Repository.Photos is not { } photos || !ContractFixture.HasModels)
        {
            return;
        }

        var (pug, dogs, house) = (Photo("pug-iphone.heic"), Photo("dogs-two.jpg"), Photo("house.jpg"));
        var apart = await DistanceAsync(pug, house);
        (await DistanceAsync(pug, dogs)).ShouldBeLessThan(apart);

        byte[] Photo(string name) => File.ReadAllBytes(System.IO.Path.Combine(photos, name));
    }

    private async Task<double> DistanceAsync(byte[] one, byte[] other, params (string Name, string Value)[] parameters) =>
        (await ContractFixture.ResultAsync(_client.PostAsync(Path, Form(one, other, parameters)))).GetProperty("distance").GetDouble();

    private static MultipartFormDataContent Form(byte[] one, byte[] other, params (string Name, string Value)[] parameters)
    {
        var form = ImaggaFixture.Form(one, parameters);
        form.Add(new ByteArrayContent(other), "image2", "other.jpg");
        return form;
    }
}
