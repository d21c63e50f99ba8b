using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Magpie.Assets;
using Magpie.Functions.Tests.Ingest;
using Magpie.Operations;

namespace Magpie.Functions.Tests.Operations;

[Collection(IngestTests.Name)]
public sealed class CountingTests : IDisposable
{
    private readonly Worker _worker;
    private readonly ConcurrentQueue<(string Name, string Tag)> _counted = new();
    private readonly MeterListener _listener = new();

    public CountingTests(IngestFixture fixture)
    {
        _worker = new Worker(fixture);
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == Telemetry.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => _counted.Enqueue((instrument.Name, $"{tags[0].Value}")));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _worker.Dispose();
    }

    [Fact]
    public async Task A_state_is_counted_once_by_the_one_whose_commit_won()
    {
        var asset = await _worker.UploadAsync(Photos.Solid(4, 4));
        var catalogue = new CountedCatalogue(_worker.Catalogue);
        var reserved = (await catalogue.FindAsync(asset.Account, asset.Id, default))!;
        var read = (await catalogue.TryReplaceAsync(reserved, reserved.Asset with { State = AssetState.Received }, null, default))!;

        // A reason that nothing else has: other tests count at the same time.
        var reason = $"reason-{asset.Id}";
        var rejected = read.Asset with { State = AssetState.Rejected, Error = new AssetError(reason, "No.") };
        (await catalogue.TryReplaceAsync(read, rejected, null, default)).ShouldNotBeNull();
        (await catalogue.TryReplaceAsync(read, rejected, null, default)).ShouldBeNull();

        _counted.Count(counted => counted == ("magpie.rejects", reason)).ShouldBe(1);
        _counted.ShouldContain(("magpie.assets", "rejected"));
    }
}
