using System.Net;
using Azure.Storage.Blobs.Models;
using Magpie.EndToEnd.Tests.Faults;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests;

/// <summary>An installation that gives up soon, and goes on by itself soon, for the tests that leave it as they found it.</summary>
public sealed class CloudinaryLife : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>Tries of a blob before it is given up.</summary>
    internal const int Tries = 2;

    private readonly CloudinaryServer _cloudinary = new();

    internal Site Site { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await _cloudinary.InitializeAsync();
        Site = new Site(_cloudinary);
        await Site.StartAsync(
            1,
            ("Magpie__Delivery__Retries", "0"), ("Magpie__Ingest__OutageRetryDelay", "00:00:01"),
            ("AzureFunctionsJobHost__extensions__blobs__poisonBlobThreshold", $"{Tries}"));
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await _cloudinary.DisposeAsync();
    }
}

/// <summary>What happens to assets at Cloudinary by itself, and when they are deleted.</summary>
[Collection(Alone.Name)]
public sealed class CloudinaryLifeTests(CloudinaryLife life) : IClassFixture<CloudinaryLife>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Site Site => life.Site;

    [Fact]
    public async Task What_was_given_up_while_Cloudinary_was_away_becomes_ready_and_nobody_asked_for_it()
    {
        const int Files = 3;
        var flock = await Flock.ReserveAsync(Site.App.Client, Files);
        Site.Cloudinary!.Faults.Next(CloudinaryFault.Answer(503), Files * CloudinaryLife.Tries, "upload");

        await flock.PutAsync(Site.Camera, .., Patience);
        var outcome = await Aftermath.CheckAsync(Site.App.Client, Site, flock.Ids, "Cloudinary away", mayRetry: false);

        (outcome.Ready, outcome.Retried).ShouldBe((Files, 0));
        foreach (var id in flock.Ids)
        {
            Site.App.Log.ShouldContain(line => line.Contains(id, StringComparison.Ordinal) && line.Contains("failed after the last try: delivery-unavailable", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_deleted_asset_is_gone_from_Cloudinary_from_storage_and_from_every_list()
    {
        FlockFile[] videos = Ffmpeg.Installed is null ? [] : [await FlockFile.VideoAsync(100)];
        var flock = await Flock.ReserveAsync(Site.App.Client, [FlockFile.Photo(101), FlockFile.Photo(102), .. videos]);
        await flock.PutAsync(Site.Camera, .., Patience);
        await Aftermath.CheckAsync(Site.App.Client, Site, flock.Ids, "before the deletion");
        var (kept, deleted) = (flock.Ids[0], flock.Ids.Skip(1).ToList());

        foreach (var id in deleted)
        {
            using var response = await Site.App.Client.DeleteAsync(new Uri($"/api/assets/{id}", UriKind.Relative));
            response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        await Service.UntilAsync(() => NothingIsLeftAsync(deleted), Patience, () => string.Join('\n', Site.Cloudinary!.Assets));
        foreach (var id in deleted)
        {
            using var response = await Site.App.Client.GetAsync(new Uri($"/api/assets/{id}", UriKind.Relative));
            response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        // Lists, counts, search, Cloudinary and media have exactly what is still there.
        await Aftermath.CheckAsync(Site.App.Client, Site, [kept], "after the deletion");
        (await Aftermath.ListAsync(Site.App.Client, "&tag=flock")).ShouldAllBe(asset => !deleted.Contains(asset.GetProperty("id").GetString()!));
    }

    private async Task<bool> NothingIsLeftAsync(List<string> ids)
    {
        if (Site.Cloudinary!.Assets.Any(asset => ids.Contains(asset.PublicId["gallery/".Length..])))
        {
            return false;
        }

        await foreach (var blob in Site.Blobs.GetBlobContainerClient("media").GetBlobsAsync(new GetBlobsOptions()))
        {
            if (ids.Contains(blob.Name.Split('/')[0]))
            {
                return false;
            }
        }

        return true;
    }
}
