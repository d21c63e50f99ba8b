using System.Net;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Ingest;
using Magpie.Tests.Support;
using static Magpie.Functions.Tests.Imagga.FaceCalls;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>What needs a model that is not there says how to get it; what needs none goes on.</summary>
public sealed class MissingModelTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>
{
    private const string Tagger = "./magpie models install mobilenetv2";

    [Fact]
    public async Task Where_nothing_tags_the_answer_is_how_to_get_a_tagger()
    {
        await using var app = await RunningApp.StartAsync(fixture.Storage.ConnectionString);
        using var client = (await app.SignInAsync("tagless")).Client;
        using var second = new ByteArrayContent(Photos.Sideways);
        foreach (var path in (string[])["/v2/tags", "/v2/categories/general_v3", "/v2/categories/personal_photos"])
        {
            await ShouldFailAsync(client.PostAsync(path, ImaggaFixture.Form(Photos.Sideways)), HttpStatusCode.ServiceUnavailable, Tagger);
        }

        await ShouldFailAsync(
            client.PostAsync("/v2/categories/general_v3?save_index=mine&save_id=one", ImaggaFixture.Form(Photos.Sideways)), HttpStatusCode.ServiceUnavailable, Tagger);
        var two = ImaggaFixture.Form(Photos.Sideways);
        two.Add(second, "image2", "photo.jpg");
        await ShouldFailAsync(client.PostAsync("/v2/images-similarity/categories/general_v3", two), HttpStatusCode.ServiceUnavailable, Tagger);
        foreach (var path in (string[])["/v2/colors", "/v2/croppings", "/v2/barcodes"])
        {
            await ResultAsync(client.PostAsync(path, ImaggaFixture.Form(Photos.Sideways)));
        }

        (await ResultAsync(client.GetAsync("/v2/usage"))).GetProperty("daily_processed").GetInt32().ShouldBe(3, "what was not seen is not counted");
    }

    [Fact]
    public async Task Where_faces_are_found_and_nothing_tells_them_apart_they_have_no_ids_and_the_answer_is_how_to_get_them()
    {
        if (Repository.Models is not { } models || Repository.Photos is not { } photos)
        {
            return;
        }

        var dad = await File.ReadAllBytesAsync(Path.Combine(photos, "face-pair-dad-a.jpg"));
        await using var app = await RunningApp.StartAsync(fixture.Storage.ConnectionString, $"--MAGPIE_MODELS={Path.Combine(models, "faces-yunet")}");
        using var client = (await app.SignInAsync("nameless")).Client;

        var text = await ShouldFailAsync(
            client.PostAsync("/v2/faces/detections", ImaggaFixture.Form(dad, ("return_face_id", "1"))), HttpStatusCode.ServiceUnavailable, "./magpie models install faces-sface");

        text.ShouldContain("return_face_id");
        (await ResultAsync(client.PostAsync("/v2/faces/detections", ImaggaFixture.Form(dad)))).GetProperty("faces").GetArrayLength().ShouldBe(1);
        (await ResultAsync(client.GetAsync("/v2/usage"))).GetProperty("daily_processed").GetInt32().ShouldBe(1);
    }
}
