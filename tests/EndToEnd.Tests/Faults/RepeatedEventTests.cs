using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Magpie.Functions.Tests.Hosting;
using Magpie.Ingest;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>Events come more than once, in any order, to whichever instance.</summary>
[Collection(Alone.Name)]
[SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Chooses an order.")]
public sealed class RepeatedEventTests(ITestOutputHelper output)
{
    private const int Files = 40;
    private const int Times = 3;
    private const int AtOnce = 12;

    [Fact]
    public async Task Every_event_is_delivered_three_times_and_out_of_order_to_two_instances()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var fault = string.Create(CultureInfo.InvariantCulture, $"every event three times, seed {seed}");
        await using var cloudinary = await CloudinaryServer.StartAsync();
        await using var site = new Site(cloudinary);
        await site.Azurite.StartAsync();
        string[] settings = [$"--TEMP_DIR={site.TemporaryFolder}", $"--CLOUDINARY_URL={cloudinary.Url}"];
        await using var one = await RunningApp.StartAsync(site.Azurite.ConnectionString, settings);
        await using var other = await RunningApp.StartAsync(site.Azurite.ConnectionString, settings);
        await Service.UntilAsync(
            async () => (await one.Anonymous.GetAsync("/healthz")).IsSuccessStatusCode, TimeSpan.FromSeconds(60), () => "The app is not healthy.");
        var (client, caller) = await one.SignInAsync("gallery");
        using var signedIn = client;
        var flock = await Flock.ReserveAsync(client, Files);
        await flock.PutAsync(site.Camera, .., TimeSpan.FromSeconds(60));
        Ingestor[] ingestors = [one.Services.GetRequiredService<Ingestor>(), other.Services.GetRequiredService<Ingestor>()];
        var events = Enumerable.Repeat(flock.Ids, Times).SelectMany(ids => ids).ToArray();
        random.Shuffle(events);
        int[] instances = [.. events.Select(_ => random.Next(ingestors.Length))];

        var again = 0;
        await Parallel.ForAsync(0, events.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (at, token) =>
        {
            // What fails, because two got into each other's way, comes again: a trigger promises at least five tries.
            for (var tries = 1; ; tries++)
            {
                try
                {
                    await ingestors[instances[at]].IngestAsync(caller.Account, events[at], token);
                    return;
                }
                catch (IngestException) when (tries < 5)
                {
                    Interlocked.Increment(ref again);
                }
            }
        });
        var outcome = await Aftermath.CheckAsync(client, site, flock.Ids, fault);

        output.WriteLine($"{outcome}; {events.Length} events, {again} tried again; {fault}");
        (outcome.Ready, outcome.Retried).ShouldBe((Files, 0), fault);
    }
}
