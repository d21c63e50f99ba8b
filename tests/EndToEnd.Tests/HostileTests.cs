using Magpie.Core.Tests.Imaging;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests;

/// <summary>Files that were made, or found, to break decoders.</summary>
[Collection(Alone.Name)]
public sealed class HostileTests(Service service) : IClassFixture<Service>
{
    /// <summary>Buffers that the runtime and libvips keep for the next picture.</summary>
    private const long Kept = 300L << 20;

    private static readonly byte[] Photo = Pictures.Jpeg(Pictures.Scene(800, 600), 800, 600);

    [Fact]
    public async Task Every_hostile_file_settles_and_the_service_goes_on_as_before()
    {
        if (Repository.Hostile is not { } folder)
        {
            return;
        }

        (await service.SettleAsync(Photo, "before.jpg", "image/jpeg")).State().ShouldBe("ready");
        var before = service.App.Memory;
        var process = service.App.ProcessId;
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(folder).Where(path => Path.GetExtension(path) is not (".tsv" or ".md")).Order(StringComparer.Ordinal))
        {
            var file = await File.ReadAllBytesAsync(path);

            // What has no type of ours comes as a photo.
            var declared = MediaTypes.Of(path);
            ids[Path.GetFileName(path)] = await service.UploadAsync(
                file, declared is null ? "photo.jpg" : $"photo{Path.GetExtension(path)}", declared ?? "image/jpeg");
        }

        var states = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, id) in ids)
        {
            var asset = await service.App.SettledAsync(id);
            asset.State().ShouldBeOneOf(["ready", "rejected"], $"{name}: {asset}");
            states[asset.State()] = states.GetValueOrDefault(asset.State()) + 1;
            if (MediaTypes.Of(name) is null)
            {
                asset.State().ShouldBe("rejected", name);
            }
        }

        states.GetValueOrDefault("rejected").ShouldBeGreaterThan(20);
        states.GetValueOrDefault("ready").ShouldBeGreaterThan(20);
        service.App.ProcessId.ShouldBe(process);
        (await service.SettleAsync(Photo, "after.jpg", "image/jpeg")).State().ShouldBe("ready");
        await Service.UntilAsync(
            () => Task.FromResult(service.App.Memory < before + Kept),
            TimeSpan.FromSeconds(30),
            () => $"{service.App.Memory >> 20} MiB are in use, {before >> 20} MiB were before.");
    }

    [Fact]
    public async Task Bombs_are_refused_in_no_time()
    {
        var bomb = Pictures.Png(50_000, 50_000, 8, 2, new byte[600_000]);
        var used = service.App.ProcessorTime;

        var assets = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => service.SettleAsync(bomb, "bomb.png", "image/png")));

        assets.ShouldAllBe(asset => asset.ErrorCode() == "too-many-pixels");
        (service.App.ProcessorTime - used).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }
}
