using System.Diagnostics;
using Magpie.Tests.Support;
using Xunit.Abstractions;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>The app is killed at each boundary between two steps of an ingest, while a request that is made there is held, or its answer is.</summary>
public sealed class StepKillTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_kill_at_any_boundary_between_two_steps_leaves_one_ready_asset()
    {
        await using var cloudinary = await CloudinaryServer.StartAsync();
        await using var site = new Site(cloudinary);
        await using var blobs = new FaultyProxy(site.Azurite.BlobPort, new Random(1));
        await using var tables = new FaultyProxy(site.Azurite.TablePort, new Random(1));
        site.ConnectionString = Azurite.Behind(blobs.Port, site.Azurite.QueuePort, tables.Port);
        await site.StartAsync();
        (string Kill, Func<Task> Held)[] boundaries =
        [
            ("it is claimed", () => HoldAsync(tables, new("PATCH", "/assets(", carriedOut: true))),
            ("its bytes are not read yet", () => HoldAsync(blobs, new("GET", "/incoming/demo/", carriedOut: false))),
            ("it is decoded and tagged, and its fingerprint kept", () => HoldAsync(tables, new("POST", "/$batch", carriedOut: true))),
            ("its thumb is not written yet", () => HoldAsync(blobs, new("PUT", "/thumb", carriedOut: false))),
            ("its preview is written", () => HoldAsync(blobs, new("PUT", "/preview", carriedOut: true))),
            ("Cloudinary does not have it yet", () => HoldAsync(cloudinary, CloudinaryFault.Silence, () => cloudinary.Calls.Count)),
            ("Cloudinary has it", () => HoldAsync(cloudinary, CloudinaryFault.Slow(TimeSpan.FromMinutes(5)), () => cloudinary.Assets.Count)),
            ("it is not committed yet", () => HoldAsync(tables, new("POST", "/$batch", carriedOut: false) { After = "/fingerprints()" })),
            ("it is committed", () => HoldAsync(tables, new("POST", "/$batch", carriedOut: true) { After = "/fingerprints()" })),
            ("no list of a tag has it yet", () => HoldAsync(tables, new("PUT", "/tags(", carriedOut: false))),
            ("its bytes are still in incoming", () => HoldAsync(blobs, new("DELETE", "/incoming/demo/", carriedOut: false))),
            ("its bytes are gone from incoming", () => HoldAsync(blobs, new("DELETE", "/incoming/demo/", carriedOut: true))),
        ];
        var ids = new List<string>();
        foreach (var (kill, held) in boundaries)
        {
            var started = Stopwatch.GetTimestamp();
            var flock = await Flock.ReserveAsync(site.App.Client, [FlockFile.Photo(ids.Count)]);
            ids.AddRange(flock.Ids);
            var holding = held();
            await flock.PutAsync(site.Camera, .., Patience);
            await holding;

            await site.App.KillAsync();
            cloudinary.Faults.Clear();
            await site.App.StartAsync("/healthz");
            var outcome = await Aftermath.CheckAsync(site.App.Client, site, ids, $"killed when {kill}");

            output.WriteLine($"{Stopwatch.GetElapsedTime(started)}: {kill}; {outcome}");
            (outcome.Ready, outcome.Retried).ShouldBe((ids.Count, 0), kill);
        }
    }

    private static async Task HoldAsync(FaultyProxy proxy, RequestHold hold)
    {
        proxy.Hold = hold;
        await Service.UntilAsync(() => Task.FromResult(hold.Begun.IsCompleted), Patience, () => "It was not asked:\n" + string.Join('\n', hold.Passed));
    }

    private static async Task HoldAsync(CloudinaryServer cloudinary, CloudinaryFault fault, Func<int> done)
    {
        var before = done();
        cloudinary.Faults.Next(fault, action: "upload");
        await Service.UntilAsync(() => Task.FromResult(done() > before), Patience, () => "Cloudinary was not asked.");
    }
}
