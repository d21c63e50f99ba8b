using System.Net;
using System.Text.Json;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Ingest;
using Magpie.Tests.Support;
using static Magpie.Functions.Tests.Imagga.ImaggaFixture;

namespace Magpie.Functions.Tests.Imagga;

public sealed class TextTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>
{
    [Fact]
    public async Task Without_a_model_the_answer_says_which_to_install()
    {
        using var client = await fixture.SignInAsync();

        using var response = await client.PostAsync("/v2/text", Form(Photos.Sideways));

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var status = (await response.ReadJsonAsync()).GetProperty("status");
        status.GetProperty("type").GetString().ShouldBe("error");
        status.GetProperty("text").GetString()!.ShouldContain("./magpie models install text-detect-ppocr3");
        (await client.PostAsync("/v2/text", Form("no picture"u8.ToArray()))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.GetAsync("/v2/text")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await client.DeleteAsync("/v2/text")).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Text_has_the_members_of_the_example_in_its_order()
    {
        if (Repository.Models is not { } models || Repository.Photos is not { } photos)
        {
            return;
        }

        await using var app = await RunningApp.StartAsync(fixture.Storage.ConnectionString, $"--MAGPIE_MODELS={models}");
        (await app.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
        using var client = (await app.SignInAsync("reader")).Client;

        var plate = await TextAsync(client, Path.Combine(photos, "text-licenceplate.jpg"));

        plate.ShouldNotBeEmpty();
        foreach (var line in plate)
        {
            line.EnumerateObject().Select(member => member.Name).ShouldBe(["data", "coordinates"]);
            var place = line.GetProperty("coordinates");
            place.EnumerateObject().Select(member => member.Name).ShouldBe(["ymax", "height", "width", "xmax", "xmin", "ymin"]);
            int Of(string name) => place.GetProperty(name).GetInt32();
            Of("width").ShouldBe(Of("xmax") - Of("xmin"));
            Of("height").ShouldBe(Of("ymax") - Of("ymin"));
        }

        plate[0].GetProperty("data").GetString().ShouldBe("PENNSYLVANIA");
        (await TextAsync(client, Path.Combine(photos, "cat-chelsea.png"))).ShouldBeEmpty();
    }

    private static async Task<List<JsonElement>> TextAsync(HttpClient client, string file)
    {
        using var response = await client.PostAsync("/v2/text", Form(await File.ReadAllBytesAsync(file)));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return [.. (await response.ReadJsonAsync()).GetProperty("result").GetProperty("text").EnumerateArray()];
    }
}
