using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Magpie.Tests.Support;
using Xunit.Abstractions;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>Storage goes away, or its connections are bad, while files are in flight.</summary>
[Collection(Alone.Name)]
[SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Chooses which connections are harmed.")]
public sealed class StorageFaultTests(ITestOutputHelper output)
{
    private const int Files = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Files_in_flight_survive_ten_seconds_without_storage()
    {
        await using var cloudinary = await CloudinaryServer.StartAsync();
        await using var site = new Site(cloudinary);
        await site.StartAsync();
        var flock = await Flock.ReserveAsync(site.App.Client, Files);
        await flock.PutAsync(site.Camera, ..(Files / 2), Patience);

        var putting = flock.PutAsync(site.Camera, (Files / 2).., Patience);
        await site.Azurite.SaveAndStopAsync();
        await Task.Delay(TimeSpan.FromSeconds(10));
        await site.Azurite.StartAsync();
        await putting;
        var outcome = await Aftermath.CheckAsync(site.App.Client, site, flock.Ids, "storage away for 10 s");

        output.WriteLine($"{outcome}");
        outcome.Ready.ShouldBe(Files);
    }

    [Theory]
    [InlineData("reset", 0.04, 0, 0)]
    [InlineData("cut", 0, 0.04, 0)]
    [InlineData("delayed", 0, 0, 0.3)]
    [InlineData("all of it", 0.02, 0.02, 0.1)]
    public async Task Files_in_flight_survive_bad_connections_to_storage(string how, double reset, double cut, double delay)
    {
        var seed = Environment.TickCount;
        var fault = string.Create(CultureInfo.InvariantCulture, $"connections {how}, seed {seed}");
        var random = new Random(seed);
        await using var cloudinary = await CloudinaryServer.StartAsync();
        await using var site = new Site(cloudinary);
        await using var blobs = new FaultyProxy(site.Azurite.BlobPort, random);
        await using var queues = new FaultyProxy(site.Azurite.QueuePort, random);
        await using var tables = new FaultyProxy(site.Azurite.TablePort, random);
        FaultyProxy[] proxies = [blobs, queues, tables];
        site.ConnectionString = Azurite.Behind(blobs.Port, queues.Port, tables.Port);
        await site.StartAsync();
        var flock = await Flock.ReserveAsync(site.App.Client, Files);

        var faults = new ProxyFaults(reset, cut, delay, TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(500));
        Array.ForEach(proxies, proxy => proxy.Faults = faults);
        await flock.PutAsync(site.Camera, .., Patience);
        await Service.UntilAsync(
            () => Task.FromResult(proxies.Sum(proxy => proxy.Resets + proxy.Cuts + proxy.Delays) >= Files), Patience, () => "The proxies do no harm.");
        Array.ForEach(proxies, proxy => proxy.Faults = ProxyFaults.None);
        var outcome = await Aftermath.CheckAsync(site.App.Client, site, flock.Ids, fault);

        output.WriteLine(
            $"{outcome}; {proxies.Sum(proxy => proxy.Resets)} resets, {proxies.Sum(proxy => proxy.Cuts)} cuts, {proxies.Sum(proxy => proxy.Delays)} delays; {fault}");
        outcome.Ready.ShouldBe(Files, fault);
    }
}
