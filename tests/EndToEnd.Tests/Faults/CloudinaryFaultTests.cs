using Magpie.Tests.Support;
using Xunit.Abstractions;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>Cloudinary fails now and then, is slow, or is down for a minute, while files are in flight. The app's settings are its defaults.</summary>
public sealed class CloudinaryFaultTests(ITestOutputHelper output) : IAsyncLifetime, IAsyncDisposable
{
    private const int Files = 30;

    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CloudinaryServer _cloudinary = new();
    private Site _site = null!;

    public async Task InitializeAsync()
    {
        await _cloudinary.InitializeAsync();
        _site = new Site(_cloudinary);
        await _site.StartAsync();
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _cloudinary.DisposeAsync();
    }

    [Fact]
    public async Task One_call_in_five_fails()
    {
        _cloudinary.Faults.Every(5, CloudinaryFault.Answer(500));

        var outcome = await DeliverAsync("one call in five fails");

        (outcome.Ready, outcome.Retried).ShouldBe((Files, 0));
        _cloudinary.Calls.Count.ShouldBeGreaterThan(Files);
    }

    [Fact]
    public async Task Every_call_takes_two_seconds()
    {
        _cloudinary.Faults.Every(1, CloudinaryFault.Slow(TimeSpan.FromSeconds(2)));

        var outcome = await DeliverAsync("calls take 2 s");

        (outcome.Ready, outcome.Retried).ShouldBe((Files, 0));
        _cloudinary.Calls.Count.ShouldBe(Files);
    }

    [Fact]
    public async Task Nothing_answers_for_a_minute_and_nobody_asks_for_a_retry()
    {
        var flock = await Flock.ReserveAsync(_site.App.Client, Files);
        await flock.PutAsync(_site.Camera, ..(Files / 2), Patience);
        _cloudinary.Faults.Every(1, CloudinaryFault.Answer(503));
        await flock.PutAsync(_site.Camera, (Files / 2).., Patience);
        await Task.Delay(Outage);
        _cloudinary.Faults.Clear();

        var outcome = await Aftermath.CheckAsync(_site.App.Client, _site, flock.Ids, "Cloudinary down", mayRetry: false);

        output.WriteLine($"{outcome}; {_cloudinary.Calls.Count} calls");
        (outcome.Ready, outcome.Retried).ShouldBe((Files, 0));
    }

    private async Task<Outcome> DeliverAsync(string fault)
    {
        var flock = await Flock.ReserveAsync(_site.App.Client, Files);
        await flock.PutAsync(_site.Camera, .., Patience);
        var outcome = await Aftermath.CheckAsync(_site.App.Client, _site, flock.Ids, fault);
        output.WriteLine($"{outcome}; {_cloudinary.Calls.Count} calls");
        return outcome;
    }
}
