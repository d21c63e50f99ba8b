using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>Groups and indexes of the people in the shared photos, by the shared packs; nothing to do where there are none.</summary>
public sealed class SharedPeopleTests(FacesAppFixture fixture) : IClassFixture<FacesAppFixture>
{
    private static readonly string[] Photos = ["faces-family6.jpg", "face-pair-dad-a.jpg", "face-pair-dad-b.jpg", "face-woman-glasses.jpg"];

    [Fact]
    public async Task The_two_pictures_of_one_man_are_a_group_and_he_is_recognised_in_one_by_the_other()
    {
        if (Repository.Photos is not { } folder || Repository.Models is null)
        {
            return;
        }

        using var client = (await fixture.App.SignInAsync("a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal))).Client;
        var ids = new List<string>();
        foreach (var photo in Photos)
        {
            var form = ImaggaFixture.Form(await File.ReadAllBytesAsync(Path.Combine(folder, photo)), ("return_face_id", "1"));
            var found = await FaceCalls.ResultAsync(client.PostAsync("/v2/faces/detections", form));
            ids.AddRange(found.GetProperty("faces").EnumerateArray().Select(face => face.GetProperty("face_id").GetString()!));
        }

        ids.Count.ShouldBe(9);
        var (dad, again, woman) = (ids[6], ids[7], ids[8]);

        var grouped = await FaceCalls.FinalAsync(client, await FaceCalls.TicketAsync(client.PostAsync("/v2/faces/groupings", FaceCalls.Json(new { faces = ids }))));
        var groups = grouped.GetProperty("groups").EnumerateArray().Select(group => group.EnumerateArray().Select(face => face.GetString()).ToArray()).ToArray();
        groups[0].ShouldBe([dad, again]);
        groups.Skip(1).ShouldAllBe(group => group.Length == 1);
        groups.Length.ShouldBe(8);

        var people = ids.Take(6).Select((id, at) => (Name: $"family {at}", Id: id)).Append(("dad", dad)).Append(("woman", woman)).ToDictionary(person => person.Item1, person => new[] { person.Item2 });
        await FaceCalls.ResultAsync(client.PutAsync("/v2/faces/recognition/photos", FaceCalls.Json(new { people })));
        await FaceCalls.FinalAsync(client, await FaceCalls.TicketAsync(client.PostAsync("/v2/faces/recognition/photos", null)));
        var asked = await FaceCalls.ResultAsync(client.GetAsync($"/v2/faces/recognition/photos?face_id={again}"));
        asked.GetProperty("count").GetInt32().ShouldBe(8);
        asked.GetProperty("people")[0].GetProperty("id").GetString().ShouldBe("dad");
        asked.GetProperty("people")[0].GetProperty("score").GetDouble().ShouldBeGreaterThan(95);
        asked.GetProperty("people")[1].GetProperty("score").GetDouble().ShouldBeLessThan(10);
    }
}
