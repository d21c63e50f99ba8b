using Magpie.Assets;
using Magpie.Core.Tests.Tagging;
using Magpie.Delivery;
using Magpie.Functions.Delivery;
using Magpie.Functions.Tests.Delivery;
using Magpie.Ingest;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Tests.Ingest;

/// <summary>A process may end at any of its requests to storage; whoever comes next finishes what it began.</summary>
[Collection(IngestTests.Name)]
public sealed class CrashTests(IngestFixture fixture) : IDisposable
{
    private readonly TinyPack _packs = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wherever_a_process_ends_the_next_one_makes_the_asset_ready_once(bool carriedOut)
    {
        _packs.Add();
        for (var request = 1; ; request++)
        {
            using var next = new Worker(fixture, models: _packs.Root);
            var asset = await next.UploadAsync(Photos.Sideways);
            var mortality = new Mortality(request, carriedOut);
            using (var mortal = new Worker(fixture, next.Account, _packs.Root, mortality))
            {
                if (!await DiesAsync(mortal, asset, mortality))
                {
                    request.ShouldBeGreaterThan(10);
                    return;
                }
            }

            await next.IngestAsync(asset);

            var where = $"request {request}, carried out: {carriedOut}";
            (await next.FindAsync(asset)).State.ShouldBe(AssetState.Ready, where);
            (await next.CountsAsync()).ShouldBe(
                new Dictionary<string, long> { ["nest"] = 1, ["red"] = 1, ["spring"] = 1 }, ignoreOrder: true, customMessage: where);
            foreach (var tag in (string[])["nest", "red", "spring"])
            {
                (await next.TaggedAsync(tag)).ShouldBe([asset.Id], where);
            }

            (await next.ServedAsync(asset)).ShouldBe(MediaNames.All, where);
            (await next.HasArrivedAsync(asset)).ShouldBeFalse(where);
        }
    }

    [Fact]
    public async Task Wherever_the_last_try_ends_the_process_the_asset_is_failed_with_its_bytes_or_ready_in_every_list()
    {
        var states = new HashSet<AssetState>();
        for (var request = 1; ; request++)
        {
            using var next = new Worker(fixture);
            var asset = await next.UploadAsync(Photos.Sideways);
            var mortality = new Mortality(request, carriedOut: true);
            using (var mortal = new Worker(fixture, next.Account, mortality: mortality))
            {
                if (!await DiesAsync(mortal, asset, mortality))
                {
                    states.ShouldBe([AssetState.Failed, AssetState.Ready], ignoreOrder: true);
                    return;
                }
            }

            await next.Ingestor.GiveUpAsync(next.Account, asset.Id, default);

            var state = (await next.FindAsync(asset)).State;
            states.Add(state);
            (await next.HasArrivedAsync(asset)).ShouldBe(state == AssetState.Failed, $"request {request}: {state}");
            (await next.TaggedAsync("nest")).ShouldBe(state == AssetState.Ready ? [asset.Id] : [], $"request {request}: {state}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wherever_a_process_ends_Cloudinary_has_the_photo_under_one_id(bool carriedOut)
    {
        for (var request = 1; ; request++)
        {
            using var next = new Worker(fixture, delivery: _ => ToCloudinary());
            var asset = await next.UploadAsync(Photos.Sideways);
            var mortality = new Mortality(request, carriedOut);
            using (var mortal = new Worker(fixture, next.Account, mortality: mortality, delivery: _ => ToCloudinary()))
            {
                if (!await DiesAsync(mortal, asset, mortality))
                {
                    request.ShouldBeGreaterThan(5);
                    return;
                }
            }

            await next.IngestAsync(asset);

            var ready = await next.FindAsync(asset);
            (ready.State, ready.PublicId, ready.Delivery).ShouldBe((AssetState.Ready, $"gallery/{asset.Id}", "cloudinary"));
            fixture.Cloudinary.Assets.Count(kept => kept.PublicId.Contains(asset.Id, StringComparison.Ordinal)).ShouldBe(1);
        }
    }

    public void Dispose() => _packs.Dispose();

    private static async Task<bool> DiesAsync(Worker worker, Asset asset, Mortality mortality)
    {
        try
        {
            await worker.IngestAsync(asset);
        }
        catch (Exception end) when (end is CrashException or IngestException)
        {
            mortality.Dead.ShouldBeTrue(end.ToString());
        }

        return mortality.Dead;
    }

    private CloudinaryDelivery ToCloudinary()
    {
        var options = Options.Create(DeliveryFixture.Quick());
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("CLOUDINARY_URL", fixture.Cloudinary.Url)]).Build();
        var media = new MediaStore(fixture.Blobs().GetBlobContainerClient(IngestFixture.Media), options, TimeProvider.System);
        return new CloudinaryDelivery(
            CloudinaryAccount.Read(settings)!, media, options, TimeProvider.System, DeliveryFixture.Jitter, new LogLines<CloudinaryDelivery>());
    }
}
