using System.Text.Json;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests;

/// <summary>The shared photos through the whole service; nothing to do where there are none.</summary>
[Collection(Alone.Name)]
public sealed class PhotoTests
{
    /// <summary>Pixels as shown.</summary>
    private static readonly Dictionary<string, (int Width, int Height)> Sizes = new(StringComparer.Ordinal)
    {
        ["animated-squares.gif"] = (80, 80),
        ["bird-chickadee.bmp"] = (512, 343),
        ["cat-chelsea.png"] = (451, 300),
        ["city-metro-ultrahdr.jpg"] = (2856, 2150),
        ["exif-orient6-portrait.jpg"] = (450, 600),
        ["pug-iphone.heic"] = (4032, 3024),
        ["text-page.png"] = (384, 191),
    };

    /// <summary>Tags that must be there, and tags that would be embarrassing.</summary>
    private static readonly Dictionary<string, (string[] Some, string[] None)> Embedded = new(StringComparer.Ordinal)
    {
        ["landscape-innsbruck.jpg"] = (["photo"], ["drawing", "screenshot", "document"]),
        ["text-page.png"] = ([], ["plants", "sky", "water"]),
        ["portrait-astronaut.png"] = ([], ["plants", "water"]),
    };

    [Fact]
    public async Task Every_photo_becomes_ready_with_the_embedded_pack()
    {
        if (Repository.Photos is not { } photos)
        {
            return;
        }

        await using var service = new Service();
        await service.InitializeAsync();

        var assets = await UploadAllAsync(service, photos);

        foreach (var (name, asset) in assets)
        {
            (asset.State(), asset.ErrorCode()).ShouldBe(("ready", null), name);
            if (name.StartsWith("video-", StringComparison.Ordinal))
            {
                asset.GetProperty("type").GetString().ShouldBe("video", name);
                if (Ffmpeg.Installed is null)
                {
                    asset.GetProperty("tagging").GetProperty("status").GetString().ShouldBe("unavailable", name);
                    continue;
                }

                asset.GetProperty("video").GetProperty("codec").GetString().ShouldBe(name.EndsWith("webm", StringComparison.Ordinal) ? "vp8" : "h264", name);
                asset.GetProperty("duration").GetDouble().ShouldBeGreaterThan(1, name);
            }

            asset.GetProperty("tagging").GetProperty("model").GetString().ShouldNotBeNull().ShouldStartWith("basics@", customMessage: name);
            asset.Tags().Count.ShouldBeInRange(1, 30, name);
            asset.GetProperty("colors").GetArrayLength().ShouldBeGreaterThan(0, name);
            var (thumb, contentType) = await service.DownloadAsync(asset.Url("thumb"));
            (contentType, thumb.Length > 100).ShouldBe(("image/webp", true), name);
        }

        foreach (var (name, (width, height)) in Sizes)
        {
            (assets[name].GetProperty("width").GetInt32(), assets[name].GetProperty("height").GetInt32()).ShouldBe((width, height), name);
        }

        foreach (var (name, (some, none)) in Embedded)
        {
            assets[name].Tags().ShouldBeSubsetOf(assets[name].Tags().Except(none), name);
            some.ShouldBeSubsetOf(assets[name].Tags(), $"{name}: {string.Join(", ", assets[name].Tags())}");
        }

        var counted = (await service.CountsAsync()).Values.Sum();
        counted.ShouldBe(assets.Values.Sum(asset => asset.Tags().Count));
    }

    [Fact]
    public async Task Animals_are_named_with_the_models_for_them()
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

        var assets = await UploadAllAsync(
            service, photos, name => name is "cat-chelsea.png" or "dog-dachshund.jpg" or "dogs-two.jpg" or "raptor-owl.jpg" or "bird-chickadee.bmp" or "pug-iphone.heic");

        Names("cat-chelsea.png", "egyptian cat", "cat", "animal");
        Names("dog-dachshund.jpg", "dog", "animal");
        Names("dogs-two.jpg", "dog", "animal");
        Names("raptor-owl.jpg", "burrowing owl", "bird", "animal");
        Names("bird-chickadee.bmp", "bird", "animal");
        Names("pug-iphone.heic", "dog", "animal");
        assets["bird-chickadee.bmp"].Tags().ShouldContain(tag => tag.Contains("chickadee", StringComparison.Ordinal));
        assets["raptor-owl.jpg"].GetProperty("tagging").GetProperty("model").GetString().ShouldNotBeNull().ShouldContain("birds-mobilenetv2");

        void Names(string photo, params string[] expected) =>
            expected.ShouldBeSubsetOf(assets[photo].Named(), $"{photo}: {string.Join(", ", assets[photo].Named())}");
    }

    private static async Task<Dictionary<string, JsonElement>> UploadAllAsync(Service service, string folder, Func<string, bool>? which = null)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (MediaTypes.Of(path) is { } contentType && which?.Invoke(name) != false)
            {
                ids[name] = await service.UploadAsync(await File.ReadAllBytesAsync(path), name, contentType);
            }
        }

        var assets = await Task.WhenAll(ids.Select(async pair => (pair.Key, Asset: await service.App.SettledAsync(pair.Value))));
        return assets.ToDictionary(pair => pair.Key, pair => pair.Asset, StringComparer.Ordinal);
    }
}
