using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Storage.Queues;
using Magpie.Functions.Assets;
using Magpie.Tests.Support;
using Xunit.Abstractions;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>All of an account is tagged again, as a job, by an app that is killed in the middle of it.</summary>
public sealed class RetagTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Five pages of the job.</summary>
    private const int Files = 120;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _models = Directory.CreateTempSubdirectory("magpie-models-").FullName;

    [Fact]
    public async Task A_job_that_a_kill_cuts_off_goes_on_and_counts_every_asset_once()
    {
        await using var cloudinary = await CloudinaryServer.StartAsync();
        await using var site = new Site(cloudinary);
        await site.StartAsync(1, ("MAGPIE_MODELS", _models));
        var flock = await Flock.ReserveAsync(site.App.Client, Files);
        await flock.PutAsync(site.Camera, .., Patience);
        await Aftermath.CheckAsync(site.App.Client, site, flock.Ids, "no model");
        await site.App.KillAsync();
        InstallModel();
        await site.App.StartAsync("/healthz");

        var address = await StartAsync(site);
        await Service.UntilAsync(async () => Done(await JobAsync(site, address)) > 0, Patience, () => "No page is done.");
        await site.App.KillAsync();
        await site.App.StartAsync("/healthz");
        var half = await JobAsync(site, address);
        (await StartAsync(site)).ShouldBe(address);
        await Service.UntilAsync(
            async () => (await JobAsync(site, address)).GetProperty("state").GetString() != "running", Patience, () => "The job does not end.");

        Done(half).ShouldBeInRange(1, Files - 1);
        var job = await JobAsync(site, address);
        output.WriteLine($"{half}\n{job}");
        job.GetProperty("state").GetString().ShouldBe("done");
        (job.GetProperty("total").GetInt32(), Done(job), job.GetProperty("skipped").GetInt32(), job.GetProperty("failed").GetInt32()).ShouldBe((Files, Files, 0, 0));
        job.GetProperty("model").GetString().ShouldNotBeNull().ShouldStartWith("basics@");
        await FollowedUpAsync(site);
        var outcome = await Aftermath.CheckAsync(site.App.Client, site, flock.Ids, "killed while tagging again");
        (outcome.Ready, outcome.Retried).ShouldBe((Files, 0));
        ShouldBeTagged(cloudinary, await Aftermath.ListAsync(site.App.Client, ""));
    }

    public void Dispose() => Directory.Delete(_models, recursive: true);

    private static int Done(JsonElement job) => job.GetProperty("done").GetInt32();

    /// <summary>Starts the job, or asks for the one that runs; answers where it is looked at.</summary>
    private static async Task<Uri> StartAsync(Site site)
    {
        using var response = await site.App.Client.PostAsync(new Uri("/api/assets/retag", UriKind.Relative), null);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var ticket = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ticket").GetString();
        response.Headers.Location.ShouldBe(new Uri($"/api/jobs/{ticket}", UriKind.Relative));
        return response.Headers.Location!;
    }

    private static Task<JsonElement> JobAsync(Site site, Uri address) => site.App.Client.GetFromJsonAsync<JsonElement>(address);

    /// <summary>What a change leaves to be done later, such as the index of the asset that the kill hit, is done.</summary>
    private static async Task FollowedUpAsync(Site site)
    {
        var changes = new QueueClient(site.Azurite.ConnectionString, QueueFollowUps.Queue);
        await Service.UntilAsync(
            async () => (await changes.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0, Patience, () => "Changes are not followed up.");
    }

    private static void ShouldBeTagged(CloudinaryServer cloudinary, List<JsonElement> assets)
    {
        foreach (var asset in assets)
        {
            asset.GetProperty("tagging").GetProperty("status").GetString().ShouldBe("done");
            asset.Tags().ShouldContain("flock");
            var kept = cloudinary.Find(asset.GetProperty("publicId").GetString()!).ShouldNotBeNull();
            kept.Tags.ShouldBe(asset.Tags().Select(tag => tag.Replace(' ', '-')), ignoreOrder: true);
        }

        assets.Sum(asset => asset.Named().Count).ShouldBeGreaterThan(0);
    }

    private void InstallModel()
    {
        var pack = Directory.CreateDirectory(Path.Combine(_models, "basics")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "models", "basics")))
        {
            File.Copy(file, Path.Combine(pack, Path.GetFileName(file)));
        }
    }
}
