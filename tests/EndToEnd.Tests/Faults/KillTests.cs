using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Azure.Storage.Blobs.Models;
using Magpie.Functions.Ingest;
using Magpie.Tests.Support;
using Xunit.Abstractions;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>The app is killed again and again, and several instances work side by side.</summary>
[SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Chooses moments.")]
[Collection(Alone.Name)]
public sealed class KillTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Of a process that is to be killed, once it answers.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(10);

    /// <summary>About what it takes to start.</summary>
    private const int Start = 1000;

    [Fact]
    public async Task Two_hundred_files_survive_twenty_kills_while_they_are_in_flight()
    {
        const int Kills = 20;
        const int Files = 200;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var fault = string.Create(CultureInfo.InvariantCulture, $"twenty kills, seed {seed}");
        await using var cloudinary = await CloudinaryServer.StartAsync();
        await using var site = new Site(cloudinary);
        await site.StartAsync();
        var flock = await Flock.ReserveAsync(site.App.Client, await FlockFile.AllKindsAsync(Files));

        // Nobody works on them before all are there.
        await site.App.KillAsync();
        await flock.PutAsync(site.Camera, .., Patience);
        site.App.Launch();
        var inFlight = new List<int>();
        for (var kill = 1; kill <= Kills; kill++)
        {
            if (random.Next(4) > 0)
            {
                await site.App.StartedAsync("/api/v1/health");
                await ProgressAsync(site, left: (Files * (Kills + 1 - kill) / (Kills + 1)) + random.Next(-4, 5));
            }
            else
            {
                await Task.Delay(random.Next(Start));
            }

            await site.App.KillAsync();
            inFlight.Add(await ArrivedAsync(site));
            site.App.Launch();
        }

        output.WriteLine($"In flight at each kill: {string.Join(' ', inFlight)}; {fault}");
        await site.App.StartedAsync();
        var outcome = await Aftermath.CheckAsync(site.App.Client, site, flock.Ids, fault);

        output.WriteLine($"{outcome}");
        (outcome.Ready, outcome.Rejected).ShouldBe((flock.Sound, Files - flock.Sound), fault);
        inFlight[0].ShouldBeGreaterThan(Files * 3 / 4, fault);
        inFlight.Count(count => count > 0).ShouldBeGreaterThanOrEqualTo(Kills - 2, fault);
    }

    [Fact]
    public async Task Two_instances_on_one_storage_do_everything_once()
    {
        const int Files = 60;
        await using var cloudinary = await CloudinaryServer.StartAsync();
        await using var site = new Site(cloudinary);
        await site.StartAsync(instances: 2);
        var flock = await Flock.ReserveAsync(site.App.Client, Files);

        await flock.PutAsync(site.Camera, .., Patience);
        var outcome = await Aftermath.CheckAsync(site.Apps[1].Client, site, flock.Ids, "two instances");

        int[] shares = [.. site.Apps.Select(app => app.Log.Count(line => line.Contains("is settled: Ready", StringComparison.Ordinal)))];
        output.WriteLine($"{outcome}; settled by each: {string.Join(' ', shares)}");
        (outcome.Ready, outcome.Retried).ShouldBe((Files, 0));
        shares.ShouldAllBe(share => share > 0);
    }

    /// <summary>Waits until no more than so many are in flight; not for ever, as what failed stays.</summary>
    private static async Task ProgressAsync(Site site, int left)
    {
        using var enough = new CancellationTokenSource(LongestLife);
        while (!enough.IsCancellationRequested && await ArrivedAsync(site) > left)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }
    }

    private static async Task<int> ArrivedAsync(Site site)
    {
        var count = 0;
        await foreach (var _ in site.Blobs.GetBlobContainerClient(BlobIncoming.Container).GetBlobsAsync(new GetBlobsOptions()))
        {
            count++;
        }

        return count;
    }
}
