using Magpie.Cropping;
using Magpie.Faces;
using Magpie.Saliency;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Faces;

/// <summary>The shared packs on the shared photos; nothing to do where there are none.</summary>
public sealed class SharedFaceTests
{
    [Theory]
    [InlineData("faces-family6.jpg", 6)]
    [InlineData("face-pair-dad-a.jpg", 1)]
    [InlineData("face-pair-dad-b.jpg", 1)]
    [InlineData("face-woman-glasses.jpg", 1)]
    [InlineData("portrait-astronaut.png", 1)]
    [InlineData("landscape-innsbruck.jpg", 0)]
    [InlineData("landscape-balloons.jpg", 0)]
    [InlineData("dog-dachshund.jpg", 0)]
    [InlineData("dogs-two.jpg", 0)]
    [InlineData("cat-chelsea.png", 0)]
    [InlineData("raptor-owl.jpg", 0)]
    [InlineData("text-page.png", 0)]
    [InlineData("house.jpg", 0)]
    public void There_are_as_many_faces_as_people(string photo, int count)
    {
        using var faces = FacesFixture.Shared();
        if (faces is null)
        {
            return;
        }

        var found = faces.Find(photo);

        found.Count.ShouldBe(count);
        foreach (var face in found)
        {
            face.Confidence.ShouldBeInRange(0.6f, 1);
            var (rightEye, leftEye, nose) = (face.Points[0], face.Points[1], face.Points[2]);
            rightEye.X.ShouldBeLessThan(leftEye.X);
            nose.Y.ShouldBeGreaterThan(Math.Min(rightEye.Y, leftEye.Y));
            nose.X.ShouldBeInRange(face.Box.Left, face.Box.Right);
            nose.Y.ShouldBeInRange(face.Box.Top, face.Box.Bottom);
        }
    }

    [Fact]
    public void Two_pictures_of_one_person_score_above_every_other_pair()
    {
        using var faces = FacesFixture.Shared();
        if (faces is null)
        {
            return;
        }

        var dads = faces.Encode("face-pair-dad-a.jpg").Concat(faces.Encode("face-pair-dad-b.jpg")).ToArray();
        FaceEncoding[] others =
            [.. faces.Encode("face-woman-glasses.jpg"), .. faces.Encode("faces-family6.jpg"), .. faces.Encode("portrait-astronaut.png")];
        FaceEncoding[] all = [.. dads, .. others];
        var rest = all.SelectMany((first, at) => all.Skip(at + 1).Select(second => (first, second))).Where(pair => pair != (dads[0], dads[1]));

        var same = faces.Encoder.Score(dads[0], dads[1]);

        all.Length.ShouldBe(10);
        same.ShouldBeGreaterThan(95);
        rest.Max(pair => faces.Encoder.Score(pair.first, pair.second)).ShouldBeLessThan(same);
        dads.SelectMany(dad => others.Select(other => faces.Encoder.Score(dad, other))).Max().ShouldBeLessThan(25);
    }

    [Fact]
    public void A_crop_keeps_the_face_that_the_rest_of_the_picture_would_have_drawn_it_from()
    {
        using var faces = FacesFixture.Shared();
        if (faces is null)
        {
            return;
        }

        foreach (var (photo, width, height) in new[] { ("face-woman-glasses.jpg", 300, 600), ("portrait-astronaut.png", 200, 600), ("faces-family6.jpg", 600, 200) })
        {
            using var image = FacesFixture.Decode(File.ReadAllBytes(Path.Combine(Repository.Photos!, photo)));
            var found = faces.Find(photo);
            var areas = found.Select(face => (
                (double)face.Box.Left / image.Width, (double)face.Box.Top / image.Height, (double)face.Box.Right / image.Width, (double)face.Box.Bottom / image.Height));

            var crop = CropFinder.Find(SaliencyMap.Of(image).With(areas, SaliencyMap.FaceLeast), image.Width, image.Height, width, height, isExact: false, kept: null);

            foreach (var nose in found.Select(face => face.Points[2]))
            {
                (nose.X >= crop.Left && nose.X < crop.Right && nose.Y >= crop.Top && nose.Y < crop.Bottom).ShouldBeTrue($"{photo}: {crop} without {nose}");
            }
        }
    }
}
