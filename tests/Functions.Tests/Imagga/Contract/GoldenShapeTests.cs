using System.Net.Http.Json;
using System.Text.Json;
using Magpie.Functions.Imagga;
using Magpie.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Imagga.Contract;

/// <summary>Each example request of the documentation is answered with what the example answer is made of.</summary>
[Collection(ContractCollection.Name)]
public sealed class GoldenShapeTests(ContractFixture fixture)
{
    private const string WindFarm = "wind-farm-538576_640.jpg";

    /// <summary>Examples that a test of their own asks for.</summary>
    private static readonly string[] Others =
    [
        "error", "faces-similarity", "faces-groupings", "faces-groupings-ticket", "faces-recognition", "uploads", "batches", "usage",
        "similar-images-categories", "similar-images-colors",
    ];

    public static TheoryData<string, string> Examples => new()
    {
        { "start", $"/v2/tags?image_url={WindFarm}" },
        { "tags", $"/v2/tags?image_url={WindFarm}" },
        { "categorizers", "/v2/categorizers" },
        { "categories", "/v2/categories/personal_photos?image_url=skyline-14619_640.jpg" },
        { "croppings", $"/v2/croppings?image_url={WindFarm}&resolution=500x300,100x100" },
        { "colors", $"/v2/colors?image_url={WindFarm}" },
        { "faces-detections", "/v2/faces/detections?image_url=child-476506_640.jpg&return_face_id=1" },
        { "text", "/v2/text?image_url=sample_text.jpg" },
        { "barcodes", "/v2/barcodes?image_url=barcode.png" },
        { "images-similarity", $"/v2/images-similarity/categories/general_v3?image_url=skyline-14619_640.jpg&image2_url={WindFarm}" },
        { "nsfw", "/v2/categories/nsfw_beta?image_url=girl-1211435_960_720.jpg" },
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task The_answer_is_made_of_what_the_example_is(string name, string request)
    {
        if (!ContractFixture.HasModels && name is "faces-detections" or "text" or "nsfw" or "barcodes")
        {
            return;
        }

        using var client = await fixture.SignInAsync();
        using var response = await client.GetAsync(WithHost(request));

        // The documentation shows the status of /text first: an object has no order, and everywhere else the result is first.
        var (example, answer) = (Seed.Answer(name), await ContractFixture.EnvelopeAsync(response, name));
        answer.EnumerateObject().Select(member => member.Name).ShouldBe(["result", "status"]);
        Shape.Difference(example.GetProperty("result"), answer.GetProperty("result")).ShouldBeNull(answer.ToString());
        Shape.Difference(example.GetProperty("status"), answer.GetProperty("status")).ShouldBeNull(answer.ToString());
    }

    [Fact]
    public async Task Uploads_batches_and_usage_are_as_their_examples()
    {
        using var client = await fixture.SignInAsync();
        using var uploaded = await client.PostAsync("/v2/uploads", ImaggaFixture.Form(ContractFixture.Scene));
        var upload = await ContractFixture.EnvelopeAsync(uploaded);
        Shape.Difference(Seed.Answer("uploads"), upload).ShouldBeNull();
        using var deleted = await client.DeleteAsync($"/v2/uploads/{upload.GetProperty("result").GetProperty("upload_id").GetString()}");
        (await ContractFixture.EnvelopeAsync(deleted)).ToString().ShouldBe(upload.ToString());

        using var started = await client.PostAsJsonAsync("/v2/batches", new Dictionary<string, object>
        {
            ["/colors"] = new[] { new { @params = new { image_url = new Uri(fixture.Web.Address, WindFarm).AbsoluteUri } } },
        });
        var batch = await ContractFixture.EnvelopeAsync(started);
        Shape.Difference(Seed.Answer("batches"), batch).ShouldBeNull();
        var state = await FinalAsync(client, batch.GetProperty("result").GetProperty("ticket_id").GetString()!);
        state.EnumerateObject().Select(member => member.Name).ShouldBe(["is_final", "ticket_result"]);
        var only = state.GetProperty("ticket_result").GetProperty("/colors").EnumerateArray().ShouldHaveSingleItem();
        Shape.Difference(Seed.Answer("colors"), only).ShouldBeNull();

        using var limited = await fixture.SignInAsync(ContractFixture.Small);
        await ContractFixture.ResultAsync(limited.GetAsync("/v2/categorizers"));
        using var usage = await limited.GetAsync("/v2/usage?history=1&concurrency=1");
        Shape.Difference(Seed.Answer("usage"), await ContractFixture.EnvelopeAsync(usage)).ShouldBeNull();
    }

    [Theory]
    [InlineData("similar-images-categories", "/v2/categories/general_v3", "/v2/similar-images/categories/general_v3")]
    [InlineData("similar-images-colors", "/v2/colors?deterministic=1", "/v2/similar-images/colors")]
    public async Task Similar_images_are_as_their_examples(string name, string saving, string path)
    {
        using var client = await fixture.SignInAsync();
        var index = new IndexCalls(client, saving, path);
        await index.SaveAsync("id1", ContractFixture.Scene);
        await index.SaveAsync("id2", ContractFixture.Scene);
        await index.TrainAsync();
        using var response = await client.GetAsync($"{index.Path}?image_url={fixture.Url(WindFarm)}");
        Shape.Difference(Seed.Answer(name), await ContractFixture.EnvelopeAsync(response)).ShouldBeNull();
    }

    [Fact]
    public async Task A_score_and_an_error_are_as_their_examples()
    {
        using var client = await fixture.SignInAsync("twins");
        var ids = await fixture.App.Services.GetRequiredService<FaceStore>().AddAsync("twins", [new("a@1", [1, 0]), new("a@1", [0.6f, 0.8f])], default);
        using var score = await client.GetAsync($"/v2/faces/similarity?face_id={ids[0]}&second_face_id={ids[1]}");
        Shape.Difference(Seed.Answer("faces-similarity"), await ContractFixture.EnvelopeAsync(score)).ShouldBeNull();
        using var error = await client.GetAsync("/v2/tags");
        Shape.Difference(Seed.Answer("error"), await ContractFixture.EnvelopeAsync(error)).ShouldBeNull();
    }

    [Fact]
    public async Task Groups_and_people_are_as_their_examples()
    {
        using var client = await fixture.SignInAsync("crowd");
        var faces = await fixture.App.KeepAsync("crowd", 0, 10, 120, 130, 240);
        using var started = await client.PostAsync("/v2/faces/groupings", FaceCalls.Json(new { faces }));
        var ticket = await ContractFixture.EnvelopeAsync(started);
        Shape.Difference(Seed.Answer("faces-groupings"), ticket).ShouldBeNull();
        var grouped = await FinalAsync(client, ticket.GetProperty("result").GetProperty("ticket_id").GetString()!);
        Shape.Difference(Seed.Answer("faces-groupings-ticket").GetProperty("result"), grouped).ShouldBeNull();

        var people = new { angelina_jolie = new[] { faces[0] }, brad_pitt = new[] { faces[2] } };
        await ContractFixture.ResultAsync(client.PutAsync("/v2/faces/recognition/celebrity_test", FaceCalls.Json(new { people })));
        await FaceCalls.FinalAsync(client, await FaceCalls.TicketAsync(client.PostAsync("/v2/faces/recognition/celebrity_test", null)));
        using var recognised = await client.GetAsync($"/v2/faces/recognition/celebrity_test?face_id={faces[1]}");
        Shape.Difference(Seed.Answer("faces-recognition"), await ContractFixture.EnvelopeAsync(recognised)).ShouldBeNull();
    }

    [Fact]
    public void Every_example_of_the_documentation_is_held() =>
        Seed.Names.ShouldBe(Examples.Select(example => (string)example[0]).Concat(Others), ignoreOrder: true);

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1.5}""", "$.a is 1.5, and whole in the example")]
    [InlineData("""{"a":1.5}""", """{"a":1}""", null)]
    [InlineData("""{"a":1,"b":"x"}""", """{"b":"y","a":2}""", "$ has b, a, and a, b in the example")]
    [InlineData("""{"a":[{"b":1}]}""", """{"a":[{"b":2},{"b":"3"}]}""", "$.a[1].b is String, and Number in the example")]
    [InlineData("""{"a":[1]}""", """{"a":[]}""", "$.a is empty: it shows nothing")]
    [InlineData("""{"17":1}""", """{"18":1,"19":2}""", null)]
    [InlineData("""{"17":1}""", """{"today":1}""", "$ has other names than numbers")]
    public void A_difference_is_found_where_it_is(string example, string answer, string? difference) =>
        Shape.Difference(JsonDocument.Parse(example).RootElement, JsonDocument.Parse(answer).RootElement).ShouldBe(difference);

    private string WithHost(string request) => request
        .Replace("image_url=", $"image_url={Uri.EscapeDataString(fixture.Web.Address.AbsoluteUri)}", StringComparison.Ordinal)
        .Replace("image2_url=", $"image2_url={Uri.EscapeDataString(fixture.Web.Address.AbsoluteUri)}", StringComparison.Ordinal);

    private static async Task<JsonElement> FinalAsync(HttpClient client, string ticket)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var response = await client.GetAsync($"/v2/tickets/{ticket}", deadline.Token);
            var state = (await response.ReadJsonAsync()).GetProperty("result");
            if (state.GetProperty("is_final").GetBoolean())
            {
                return state;
            }
        }
    }
}
