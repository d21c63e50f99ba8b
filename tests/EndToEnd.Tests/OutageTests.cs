using System.Text.Json;
using Magpie.Core.Tests.Imaging;

namespace Magpie.EndToEnd.Tests;

/// <summary>Processes that end, and storage that goes away.</summary>
[Collection(Alone.Name)]
public sealed class OutageTests
{
    /// <summary>A claim of a host that ended holds half a minute.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Uploads_survive_an_app_that_is_killed_among_them()
    {
        const int Uploads = 40;
        await using var service = new Service();
        await service.InitializeAsync();
        var files = Enumerable.Range(0, 4).Select(i => Pictures.Jpeg(Pictures.Patches(1200, 900, (uint)i), 1200, 900)).ToArray();
        var ids = new List<string>();
        for (var i = 0; i < Uploads; i++)
        {
            ids.Add(await service.UploadAsync(files[i % files.Length], $"{i}.jpg", "image/jpeg", "flock", $"bird {i % 4}"));
        }

        // In the middle of the work: some are settled, some are not.
        await Service.UntilAsync(async () => await ReadyAsync(service, ids) > 0, Limit, () => "No upload became ready.");
        await service.App.KillAsync();
        await service.App.StartAsync("/healthz");
        var assets = await Task.WhenAll(ids.Select(id => service.App.SettledAsync(id, Limit)));

        assets.ShouldAllBe(asset => asset.State() == "ready");
        var counts = await service.CountsAsync();
        counts["flock"].ShouldBe(Uploads);
        counts["bird 1"].ShouldBe(Uploads / 4);
        counts.Values.Sum().ShouldBe(assets.Sum(asset => asset.Tags().Count));
        var listed = await service.App.Client.GetStringAsync(new Uri("/api/assets?tag=flock&limit=200", UriKind.Relative));
        using var page = JsonDocument.Parse(listed);
        page.RootElement.GetProperty("assets").EnumerateArray().Select(asset => asset.GetProperty("id").GetString()).ShouldBe(ids, ignoreOrder: true);
    }

    [Fact]
    public async Task Storage_may_come_later_than_the_app_and_go_away_in_between()
    {
        await using var service = new Service();
        await service.App.StartAsync();
        using (var unwell = await service.App.Client.GetAsync(new Uri("/healthz", UriKind.Relative)))
        {
            ((int)unwell.StatusCode).ShouldBe(503);
        }

        await service.Azurite.StartAsync();
        using var limit = new CancellationTokenSource(Limit);
        await service.App.AnswersAsync("/healthz", limit.Token);
        var file = Pictures.Jpeg(Pictures.Scene(1200, 900), 1200, 900);
        var ids = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            ids.Add(await service.UploadAsync(file, $"{i}.jpg", "image/jpeg", "flock"));
        }

        await service.Azurite.SaveAndStopAsync();
        using (var refused = await service.App.Client.GetAsync(new Uri($"/api/assets/{ids[0]}", UriKind.Relative)))
        {
            ((int)refused.StatusCode).ShouldBeInRange(500, 503);
            (await refused.Content.ReadAsStringAsync()).ShouldNotContain("   at ");
        }

        await service.Azurite.StartAsync();
        await service.App.AnswersAsync("/healthz", limit.Token);
        var assets = await Task.WhenAll(ids.Select(id => service.App.SettledAsync(id, Limit)));

        assets.ShouldAllBe(asset => asset.State() == "ready");
        (await service.CountsAsync())["flock"].ShouldBe(ids.Count);
        (await service.SettleAsync(file, "after.jpg", "image/jpeg")).State().ShouldBe("ready");
    }

    private static async Task<int> ReadyAsync(Service service, List<string> ids)
    {
        var answer = await service.App.Client.GetStringAsync(new Uri($"/api/assets/status?ids={string.Join(',', ids)}", UriKind.Relative));
        using var states = JsonDocument.Parse(answer);
        return states.RootElement.GetProperty("assets").EnumerateArray().Count(asset => asset.State() == "ready");
    }
}
