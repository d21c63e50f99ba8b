using System.Text.Json;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests;

/// <summary>The shared photos, found again with the shared models; nothing to do where there are none.</summary>
[Collection(Alone.Name)]
public sealed class SearchTests
{
    private static readonly string[] Dogs = ["dog-dachshund.jpg", "dogs-two.jpg", "pug-iphone.heic"];

    /// <summary>No model takes the one over the water, a few pixels wide, for a bird: it is found by its name.</summary>
    private static readonly string[] Birds = ["bird-chickadee.bmp", "raptor-owl.jpg", "wildlife-bird-water.jpg"];

    [Fact]
    public async Task Bird_finds_the_birds_and_nothing_else_and_the_nearest_to_each_dog_are_dogs()
    {
        if (Repository.Photos is not { } photos || Repository.Models is not { } models)
        {
            return;
        }

        await using var service = new Service(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["MAGPIE_MODELS"] = $"{Path.Combine(Repository.Root, "models")}{Path.PathSeparator}{models}",
        });
        await service.InitializeAsync();
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(photos).Order(StringComparer.Ordinal))
        {
            if (MediaTypes.Of(path) is { } contentType && contentType.StartsWith("image/", StringComparison.Ordinal))
            {
                var name = Path.GetFileName(path);
                names[await service.UploadAsync(await File.ReadAllBytesAsync(path), name, contentType)] = name;
            }
        }

        foreach (var id in names.Keys)
        {
            (await service.App.SettledAsync(id)).State().ShouldBe("ready", names[id]);
        }

        (await FoundAsync("/api/search?q=bird&limit=50")).ShouldBe(Birds, ignoreOrder: true);
        (await FoundAsync("/api/search?tag=bird&limit=50")).ShouldBe(Birds[..2], ignoreOrder: true);
        (await FoundAsync("/api/search?q=dog&limit=50")).ShouldBe(Dogs, ignoreOrder: true);
        foreach (var word in (string[])["perro", "chien", "Hund", "%E7%8A%AC", "%D1%81%D0%BE%D0%B1%D0%B0%D0%BA%D0%B0"])
        {
            (await FoundAsync($"/api/search?q={word}&limit=50")).ShouldBe(Dogs, ignoreOrder: true, word);
        }

        foreach (var dog in Dogs)
        {
            var id = names.Single(pair => pair.Value == dog).Key;
            (await FoundAsync($"/api/assets/{id}/similar?limit=1")).ShouldHaveSingleItem().ShouldBeOneOf([.. Dogs.Where(other => other != dog)]);
        }

        async Task<List<string>> FoundAsync(string address)
        {
            using var response = await service.App.Client.GetAsync(address);
            var found = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            found.GetProperty("complete").GetBoolean().ShouldBeTrue(address);
            return [.. found.GetProperty("hits").EnumerateArray().Select(hit => names[hit.GetProperty("asset").GetProperty("id").GetString()!])];
        }
    }
}
