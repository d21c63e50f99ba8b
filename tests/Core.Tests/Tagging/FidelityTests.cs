using System.Text.Json;
using Magpie.Tests.Support;

namespace Magpie.Core.Tests.Tagging;

/// <summary>Scores against those of the reference implementation, photo by photo, by the rule of each pack's <c>expected.json</c>.</summary>
public sealed class FidelityTests
{
    public static TheoryData<string> Packs() => Repository.Models is { } models
        ? [.. Directory.GetDirectories(models).Where(folder => File.Exists(Path.Combine(folder, "expected.json"))).Select(folder => Path.GetFileName(folder)!)]
        : ["(no shared packs)"];

    [Theory]
    [MemberData(nameof(Packs))]
    public async Task Scores_stay_within_the_tolerance_of_the_reference(string packId)
    {
        if (Repository.Models is not { } models || Repository.Photos is not { } photos)
        {
            return;
        }

        using var tagging = new TaggingFixture(Path.Combine(models, packId));
        var pack = tagging.Registry.Find(packId).ShouldNotBeNull();
        using var expected = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(models, packId, "expected.json")));
        var tolerance = expected.RootElement.GetProperty("tolerance").GetProperty("score").GetSingle();
        var misses = new List<string>();
        var compared = 0;
        foreach (var photo in expected.RootElement.GetProperty("photos").EnumerateObject())
        {
            var first = photo.Value[0];
            var (id, score) = (first.GetProperty("id").GetString(), first.GetProperty("score").GetSingle());
            using var image = TaggingFixture.Decode(Path.Combine(photos, photo.Name));
            var scores = (await tagging.Tagger.ScoreAsync(image, pack, CancellationToken.None)).ShouldNotBeNull();
            var (label, ours) = pack.Labels.Zip(scores.Scores).MaxBy(pair => pair.Second);
            compared++;
            if (score >= 0.5f && (label.Id != id || Math.Abs(ours - score) > tolerance))
            {
                misses.Add($"{photo.Name}: {label.Id} {ours:0.000}, reference {id} {score:0.000}");
            }
        }

        misses.ShouldBeEmpty();
        compared.ShouldBeGreaterThan(0);
    }
}
