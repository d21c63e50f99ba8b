using Magpie.Core.Tests.Tagging;
using Magpie.Faces;
using Magpie.Tagging;

namespace Magpie.Core.Tests.Faces;

public sealed class NoFacePackTests
{
    [Fact]
    public void Without_a_pack_or_with_one_of_another_decoder_or_one_that_answers_nonsense_nothing_is_said()
    {
        var file = SolidPng.Of(200, 10, 10, 40, 30);
        using var image = FacesFixture.Decode(file);
        using var packs = new TinyPack();
        using var none = new FacesFixture(packs.Root);
        none.Finder.IsThere.ShouldBeFalse();
        none.Finder.Find(image, CancellationToken.None).ShouldBeNull();
        none.Encoder.Encode(image, [], CancellationToken.None).ShouldBeNull();

        packs.Add(id: "faces", manifest: json => (json["task"], json["decoder"]) = (PackTasks.FaceDetection, "another"));
        using var other = new FacesFixture(packs.Root);
        other.Finder.IsThere.ShouldBeFalse();

        packs.Add(id: "faces", manifest: json => (json["task"], json["decoder"]) = (PackTasks.FaceDetection, YunetDecoder.Name));
        using var nonsense = new FacesFixture(packs.Root);
        nonsense.Finder.IsThere.ShouldBeTrue();
        nonsense.Finder.Find(image, CancellationToken.None).ShouldBeNull();
    }

    [Fact]
    public void Of_several_packs_the_first_by_id_that_can_be_read_is_asked_unless_an_option_names_another()
    {
        using var packs = new TinyPack();
        packs.Add(id: "c-faces", manifest: json => (json["task"], json["decoder"]) = (PackTasks.FaceDetection, YunetDecoder.Name));
        packs.Add(id: "b-faces", manifest: json => (json["task"], json["decoder"]) = (PackTasks.FaceDetection, UltrafaceDecoder.Name));
        packs.Add(id: "a-faces", manifest: json => (json["task"], json["decoder"]) = (PackTasks.FaceDetection, "another"));
        Chosen(_ => { }).ShouldBe("b-faces");
        Chosen(options => options.Defaults[PackTasks.FaceDetection] = "c-faces").ShouldBe("c-faces");
        Chosen(options => options.Defaults[PackTasks.FaceDetection] = "a-faces").ShouldBeNull();

        string? Chosen(Action<TaggingOptions> configure)
        {
            using var faces = new FacesFixture(packs.Root, configure);
            return faces.Finder.Pack?.Manifest.Id;
        }
    }
}
