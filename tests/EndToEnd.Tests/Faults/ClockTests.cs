using System.Net;
using Magpie.Functions.Tests.Hosting;
using Magpie.Tests.Support;
using Xunit.Abstractions;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>
/// The app's clock is a day off, ahead or behind, storage's is right. What is signed with the wrong time is refused by storage until the
/// clock is right; what was under way settles then, also what the app wrote down to do "later".
/// </summary>
[Collection(Alone.Name)]
public sealed class ClockTests(ITestOutputHelper output)
{
    private const int Files = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Everything_settles_when_a_clock_that_was_a_day_off_is_right_again(int days)
    {
        var fault = $"clock off by {days} days";
        var clock = new ShiftedTime();
        await using var cloudinary = await CloudinaryServer.StartAsync();
        await using var site = new Site(cloudinary);
        await site.Azurite.StartAsync();
        await using var app = await RunningApp.StartAsync(
            site.Azurite.ConnectionString,
            clock,
            $"--TEMP_DIR={site.TemporaryFolder}", $"--CLOUDINARY_URL={cloudinary.Url}", "--Magpie:Delivery:Retries=0",
            "--AzureWebJobs:IngestScan:Disabled=false", "--AzureWebJobs:IngestGiveUp:Disabled=false", "--AzureWebJobs:FollowUpAsset:Disabled=false");
        (await app.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
        var (client, _) = await app.SignInAsync("gallery");
        using var signedIn = client;
        var flock = await Flock.ReserveAsync(client, Files);

        // Some fail while the clock is wrong, so that the time of their next try is written down wrong.
        clock.Shift = TimeSpan.FromDays(days);
        cloudinary.Faults.Next(CloudinaryFault.Answer(500), times: Files);
        await flock.PutAsync(site.Camera, .., Patience);
        await Service.UntilAsync(() => Task.FromResult(cloudinary.Calls.Count > Files / 2), Patience, () => "Nothing is delivered.");
        var place = await Flock.ReserveAsync(client, 1);
        (await place.TryPutAsync(site.Camera)).ShouldBe(HttpStatusCode.Forbidden, fault);
        clock.Shift = TimeSpan.Zero;
        cloudinary.Faults.Clear();
        var outcome = await Aftermath.CheckAsync(client, site, flock.Ids, fault);

        var after = await Flock.ReserveAsync(client, 1);
        (await after.TryPutAsync(site.Camera)).ShouldBe(HttpStatusCode.Created, fault);
        var late = await Aftermath.CheckAsync(client, site, [.. flock.Ids, .. after.Ids], fault);
        output.WriteLine($"{outcome}; {late}; {cloudinary.Calls.Count} calls; {fault}");
        late.Ready.ShouldBe(Files + 1, fault);
    }
}
