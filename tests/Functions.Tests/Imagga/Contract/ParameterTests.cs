using System.Net;
using Magpie.Tagging;
using static Magpie.Functions.Tests.Imagga.Contract.ContractFixture;

namespace Magpie.Functions.Tests.Imagga.Contract;

/// <summary>Every parameter of every endpoint, with values that mean nothing: refused by its name.</summary>
[Collection(ContractCollection.Name)]
public sealed class ParameterTests(ContractFixture fixture) : IAsyncLifetime
{
    private static readonly string[] NoFlags = ["2", "-1", "yes", "1.0", "%00", "true1"];
    private static readonly string[] NoLanguages = ["xx", "en,", ",en", "EN", "en;de", "english"];
    private static readonly string[] NoCounts = ["0", "-1", "33", "2147483648", "1.5", "1e1", "0x1", "x"];

    private HttpClient _client = null!;

    /// <summary>Path, parameter, values; a new parameter gets a line here.</summary>
    public static TheoryData<string, string, string[]> Parameters => new()
    {
        { "/v2/tags", "language", NoLanguages },
        { "/v2/tags", "verbose", NoFlags },
        { "/v2/tags", "limit", ["-2", "1.5", "x", "2147483648", "10001"] },
        { "/v2/tags", "threshold", ["-1", "100.1", "NaN", "Infinity", "1,5", "high"] },
        { "/v2/tags", "decrease_parents", NoFlags },
        { "/v2/tags/basics", "verbose", NoFlags },
        { "/v2/categories/personal_photos", "language", NoLanguages },
        {
            "/v2/croppings", "resolution",
            ["0x0", "100x", "x100", "100", "100x0", "-1x5", "1e2x5", "1.5x2", "16384x1", "100x100,", "100X100", "100x100x100", "100 x 100", string.Join(',', Enumerable.Repeat("10x10", 200))]
        },
        { "/v2/croppings", "no_scaling", NoFlags },
        { "/v2/croppings", "rect_percentage", ["-1.1", "100.1", "NaN", "x"] },
        { "/v2/croppings", "image_result", NoFlags },
        { "/v2/colors", "extract_overall_colors", NoFlags },
        { "/v2/colors", "extract_object_colors", NoFlags },
        { "/v2/colors", "overall_count", NoCounts },
        { "/v2/colors", "separated_count", NoCounts },
        { "/v2/colors", "deterministic", NoFlags },
        { "/v2/colors", "features_type", ["sky", "Overall", "overall,object"] },
        { "/v2/faces/detections", "return_face_id", NoFlags },
        { "/v2/faces/similarity", "face_id", ["x", "%27%20or%201%20eq%201", "../../x"] },
        { "/v2/usage", "history", NoFlags },
        { "/v2/usage", "concurrency", NoFlags },
    };

    public async Task InitializeAsync() => _client = await fixture.SignInAsync();

    public Task DisposeAsync()
    {
        _client.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task A_value_that_means_nothing_is_refused_by_the_parameters_name(string path, string parameter, string[] values)
    {
        var url = path is "/v2/usage" or "/v2/faces/similarity" ? "" : $"image_url={fixture.Url("scene.jpg")}&";
        foreach (var value in values)
        {
            var said = await ShouldFailAsync(_client.GetAsync($"{path}?{url}{parameter}={value}"), HttpStatusCode.BadRequest, value);
            said.ShouldContain($"\"{parameter}\"", customMessage: value);
        }
    }

    [Theory]
    [InlineData("/v2/tags", "limit=0&threshold=100&verbose=0&decrease_parents=0&language=sr_latn,zh_cht")]
    [InlineData("/v2/tags", "limit=-1&threshold=0.0&unknown=1")]
    [InlineData("/v2/croppings", "resolution=1x1,16383x16383&no_scaling=0&rect_percentage=-1.0&image_result=0")]
    [InlineData("/v2/croppings", "rect_percentage=0&no_scaling=1")]
    [InlineData("/v2/croppings", "resolution=9000x9000&no_scaling=1&rect_percentage=100")]
    [InlineData("/v2/colors", "overall_count=32&separated_count=32&deterministic=1&features_type=object")]
    [InlineData("/v2/colors", "extract_overall_colors=0&extract_object_colors=0")]
    [InlineData("/v2/colors/", "deterministic=0")]
    public async Task Values_at_the_edges_mean_something(string path, string parameters) =>
        await ResultAsync(_client.GetAsync($"{path}?image_url={fixture.Url("scene.jpg")}&{parameters}"), parameters);

    [Fact]
    public async Task Each_of_the_46_languages_is_one()
    {
        var codes = Languages.All.Select(language => language.Code).ToArray();
        codes.Length.ShouldBe(46);
        var tags = (await ResultAsync(_client.GetAsync($"/v2/tags/basics?image_url={fixture.Url("scene.jpg")}&limit=1&language={string.Join(',', codes)}"))).GetProperty("tags");
        tags[0].GetProperty("tag").EnumerateObject().Select(name => name.Name).ShouldBe(codes);
    }

    [Theory]
    [InlineData("/v2/tags/nobody")]
    [InlineData("/v2/tags/faces-yunet")]
    [InlineData("/v2/tags/..%2f..%2fetc")]
    [InlineData("/v2/categories/nobody")]
    [InlineData("/v2/categories")]
    [InlineData("/v2/tags/a/b")]
    [InlineData("/v2/tickets/x")]
    [InlineData("/v2/tickets")]
    [InlineData("/v2/faces")]
    [InlineData("/v2/usage/x")]
    public async Task What_there_is_not_is_not_found(string path) =>
        await ShouldFailAsync(_client.GetAsync($"{path}?image_url={fixture.Url("scene.jpg")}"), HttpStatusCode.NotFound, path);
}
