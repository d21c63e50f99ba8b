using Magpie.Tests.Support;
using Xunit.Abstractions;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>The model goes away while the app runs: tags may be lost, uploads never.</summary>
[Collection(Alone.Name)]
public sealed class ModelTests(ITestOutputHelper output) : IDisposable
{
    private const int Files = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _models = Directory.CreateTempSubdirectory("magpie-models-").FullName;

    [Fact]
    public async Task The_model_file_is_removed_while_files_are_in_flight_and_then_for_good()
    {
        var pack = Directory.CreateDirectory(Path.Combine(_models, "basics")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "models", "basics")))
        {
            File.Copy(file, Path.Combine(pack, Path.GetFileName(file)));
        }

        await using var cloudinary = await CloudinaryServer.StartAsync();
        await using var site = new Site(cloudinary);
        await site.StartAsync(1, ("MAGPIE_MODELS", _models));
        var flock = await Flock.ReserveAsync(site.App.Client, Files);
        await flock.PutAsync(site.Camera, ..(Files / 2), Patience);
        File.Delete(Path.Combine(pack, "model.onnx"));
        await flock.PutAsync(site.Camera, (Files / 2).., Patience);
        var outcome = await Aftermath.CheckAsync(site.App.Client, site, flock.Ids, "model removed");
        output.WriteLine($"{outcome}; tagging: {await TaggingAsync(site)}");
        (outcome.Ready, outcome.Retried).ShouldBe((Files, 0));

        // A new process does not find it.
        await site.App.KillAsync();
        await site.App.StartAsync("/healthz");
        var more = await Flock.ReserveAsync(site.App.Client, Files);
        await more.PutAsync(site.Camera, .., Patience);
        outcome = await Aftermath.CheckAsync(site.App.Client, site, more.Ids, "no model");

        var tagging = await TaggingAsync(site);
        output.WriteLine($"{outcome}; tagging: {tagging}");
        (outcome.Ready, outcome.Retried).ShouldBe((Files, 0));
        tagging.ShouldContain($"unavailable {Files}");
    }

    public void Dispose() => Directory.Delete(_models, recursive: true);

    private static async Task<string> TaggingAsync(Site site) => string.Join(", ", (await Aftermath.ListAsync(site.App.Client, ""))
        .GroupBy(asset => asset.GetProperty("tagging").GetProperty("status").GetString(), StringComparer.Ordinal)
        .Select(group => $"{group.Key} {group.Count()}"));
}
