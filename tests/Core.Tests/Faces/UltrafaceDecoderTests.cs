using System.Text.Json;
using Magpie.Faces;
using Magpie.Tagging;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Faces;

public sealed class UltrafaceDecoderTests
{
    private static readonly FaceCanvas Canvas = UltrafaceDecoder.CanvasOf(new("input") { Width = 320, Height = 240 });

    [Fact]
    public void A_box_is_read_in_pixels_with_its_confidence_and_five_points_within()
    {
        var face = Read([0.05f, 0.95f, 0.9f, 0.1f], [0.25f, 0.5f, 0.5f, 1.5f, 0, 0, 1, 1]).ShouldHaveSingleItem();
        face.Confidence.ShouldBe(0.95f);
        face.Box.ShouldBe(new FaceBox(80, 120, 160, 240));
        face.Points.Count.ShouldBe(5);
        face.Points.ShouldAllBe(point => point.X > 80 && point.X < 160 && point.Y > 120 && point.Y < 240);
        face.Points[0].X.ShouldBeLessThan(face.Points[1].X);
        face.Points[0].Y.ShouldBeLessThan(face.Points[3].Y);
    }

    [Fact]
    public void Of_boxes_that_lie_on_each_other_the_surest_stays_and_the_rest_are_in_order() =>
        Read([0, 0.8f, 0, 0.9f, 0, 0.95f], [0, 0, 0.5f, 0.5f, 0.05f, 0, 0.55f, 0.5f, 0.6f, 0.6f, 0.9f, 0.9f]).Select(face => face.Confidence).ShouldBe([0.95f, 0.9f]);

    [Fact]
    public void What_is_unsure_no_number_or_inside_out_is_no_face() =>
        Read([0, 0.6f, 0, 0.9f, 0, float.NaN, 0, 0.9f], [0, 0, 1, 1, 0.5f, 0.5f, 0.2f, 0.8f, 0, 0, 1, 1, float.NaN, 0, 1, 1]).ShouldBeEmpty();

    [Fact]
    public void Tensors_that_do_not_belong_together_are_refused() =>
        Should.Throw<InvalidDataException>(() => Read([0, 1, 0, 1], [0, 0, 1, 1])).Message.ShouldContain("boxes");

    [Fact]
    public void The_points_of_a_box_are_near_those_that_another_model_sees()
    {
        if (Repository.Photos is not { } photos || Repository.Models is not { } models)
        {
            return;
        }

        using var fixture = new FacesFixture(models);
        foreach (var name in new[] { "face-woman-glasses.jpg", "portrait-astronaut.png", "face-pair-dad-a.jpg", "face-pair-dad-b.jpg" })
        {
            using var image = FacesFixture.Decode(File.ReadAllBytes(Path.Combine(photos, name)));
            var face = fixture.Finder.Find(image, CancellationToken.None).ShouldNotBeNull()[0];
            var apart = UltrafaceDecoder.PointsIn(face.Box).Zip(face.Points, (place, seen) => Math.Sqrt(Math.Pow(place.X - seen.X, 2) + Math.Pow(place.Y - seen.Y, 2)));
            (apart.Average() / face.Box.Height).ShouldBeLessThan(0.12, name);
        }
    }

    private static List<Face> Read(float[] scores, float[] boxes) => new UltrafaceDecoder(new PackManifest
    {
        Id = "tiny",
        Version = "1",
        Task = PackTasks.FaceDetection,
        Model = "model.onnx",
        Sha256 = "",
        Input = new("input"),
        Outputs = new Dictionary<string, PackOutput>(StringComparer.Ordinal),
        Threshold = 0.7f,
        Extras = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["iou"] = JsonSerializer.SerializeToElement(0.3) },
    }).Read(name => name == "scores" ? scores : boxes, Canvas);
}
