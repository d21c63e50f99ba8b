using Magpie.Tests.Support;
using Xunit.Abstractions;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>
/// Cloudinary fails now and then, is slow, or is down, while files are in flight. A try with its retries and the pauses between five tries
/// together outlast half a minute; the outage here, 15 s, is to retry delays of 100 ms as a minute is to the default of 500 ms.
/// </summary>
public sealed class CloudinaryFaultTests(ITestOutputHelper output) : IAsyncLifetime, IAsyncDisposable
{
    private const int Files = 30;

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CloudinaryServer _cloudinary = new();
    private Site _site = null!;

    public async Task InitializeAsync()
    {
        await _cloudinary.InitializeAsync();
        _site = new Site(_cloudinary);
        await _site.StartAsync(1, ("Magpie__Delivery__RetryDelay", "00:00:00.100"));
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
    public async Task Nothing_answers_for_a_while()
    {
        var flock = await Flock.ReserveAsync(_site.App.Client, Files);
        await flock.PutAsync(_site.Camera, ..(Files / 2), Patience);
        _cloudinary.Faults.Every(1, CloudinaryFault.Answer(503));
        await flock.PutAsync(_site.Camera, (Files / 2).., Patience);
        await Task.Delay(Outage);
        _cloudinary.Faults.Clear();

        var outcome = await Aftermath.CheckAsync(_site.App.Client, _site, flock.Ids, "Cloudinary down");

        output.WriteLine($"{outcome}; {_cloudinary.Calls.Count} calls");
        outcome.Ready.ShouldBe(Files);
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
