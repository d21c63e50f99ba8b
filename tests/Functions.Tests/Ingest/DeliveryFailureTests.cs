using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Functions.Delivery;
using Magpie.Functions.Tests.Delivery;
using Magpie.Ingest;
using Magpie.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Tests.Ingest;

[Collection(IngestTests.Name)]
public sealed class DeliveryFailureTests(IngestFixture fixture) : IDisposable
{
    private CloudinaryServer Cloudinary => fixture.Cloudinary;

    [Theory]
    [InlineData("401", DeliveryErrorCodes.Unauthorized)]
    [InlineData("429", DeliveryErrorCodes.Throttled)]
    [InlineData("500", DeliveryErrorCodes.Unavailable)]
    [InlineData("silence", DeliveryErrorCodes.Unavailable)]
    [InlineData("half", DeliveryErrorCodes.Unavailable)]
    public async Task While_Cloudinary_fails_the_reason_stands_on_the_asset_and_afterwards_it_becomes_ready(string how, string code)
    {
        using var worker = new Worker(fixture, delivery: _ => ToCloudinary());
        var asset = await worker.UploadAsync(Photos.Sideways);
        Cloudinary.Faults.Every(1, Fault(how));

        var failure = await Should.ThrowAsync<IngestException>(() => worker.IngestAsync(asset));

        failure.Error.ShouldNotBeNull().Code.ShouldBe(code);
        var waiting = await worker.FindAsync(asset);
        (waiting.State, waiting.Error?.Code).ShouldBe((AssetState.Received, code));
        waiting.Error!.Message.ShouldNotContain(CloudinaryServer.Secret);
        (await worker.HasArrivedAsync(asset)).ShouldBeTrue();
        (await worker.CountsAsync()).ShouldBeEmpty();

        Cloudinary.Faults.Clear();
        (await worker.IngestAsync(asset)).ShouldBe(IngestOutcome.Ready);

        var ready = await worker.FindAsync(asset);
        (ready.State, ready.Error, ready.Delivery).ShouldBe((AssetState.Ready, null, "cloudinary"));
        Cloudinary.Assets.Count(kept => kept.PublicId.Contains(asset.Id, StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task After_the_last_try_the_asset_is_failed_with_the_last_error_and_its_bytes_are_kept()
    {
        using var worker = new Worker(fixture, delivery: _ => ToCloudinary());
        var asset = await worker.UploadAsync(Photos.Sideways);
        Cloudinary.Faults.Every(1, CloudinaryFault.Answer(401));
        await Should.ThrowAsync<IngestException>(() => worker.IngestAsync(asset));
        Cloudinary.Faults.Every(1, CloudinaryFault.Answer(500));
        await Should.ThrowAsync<IngestException>(() => worker.IngestAsync(asset));

        await worker.Ingestor.GiveUpAsync(worker.Account, asset.Id, default);
        await worker.Ingestor.GiveUpAsync(worker.Account, asset.Id, default);
        Cloudinary.Faults.Clear();
        (await worker.IngestAsync(asset)).ShouldBe(IngestOutcome.AlreadySettled);

        var failed = await worker.FindAsync(asset);
        (failed.State, failed.Error?.Code).ShouldBe((AssetState.Failed, DeliveryErrorCodes.Unavailable));
        (await worker.HasArrivedAsync(asset)).ShouldBeTrue();
    }

    [Fact]
    public async Task Giving_up_leaves_what_is_settled_as_it_is()
    {
        using var worker = new Worker(fixture);
        var ready = await worker.SettleAsync(Photos.Sideways);

        await worker.Ingestor.GiveUpAsync(worker.Account, ready.Id, default);
        await worker.Ingestor.GiveUpAsync(worker.Account, AssetId.New(TimeProvider.System), default);

        (await worker.FindAsync(ready)).ShouldBeEquivalentTo(ready);
    }

    [Fact]
    public async Task A_video_goes_to_Cloudinary_as_a_video()
    {
        using var worker = new Worker(fixture, delivery: _ => ToCloudinary());

        var ready = await worker.SettleAsync(Photos.WebM, "clip.webm", "video/webm");

        (ready.State, ready.Error).ShouldBe((AssetState.Ready, null));
        Cloudinary.Find($"gallery/{ready.Id}", "video").ShouldNotBeNull().Sha256.ShouldBe(DeliveryFixture.Sha256(Photos.WebM));
    }

    [Fact]
    public async Task No_line_that_is_logged_holds_a_secret()
    {
        using var worker = new Worker(fixture, delivery: _ => ToCloudinary());
        var asset = await worker.UploadAsync(Photos.Sideways);
        Cloudinary.Faults.Every(1, CloudinaryFault.Answer(401));

        await Should.ThrowAsync<IngestException>(() => worker.IngestAsync(asset));

        worker.Log.Lines.ShouldContain(line => line.Contains(asset.Id, StringComparison.Ordinal));
        worker.Log.Lines.ShouldAllBe(line => !line.Contains(CloudinaryServer.Secret, StringComparison.Ordinal));
    }

    public void Dispose() => Cloudinary.Faults.Clear();

    private static CloudinaryFault Fault(string how) => how switch
    {
        "silence" => CloudinaryFault.Silence,
        "half" => CloudinaryFault.HalfAnswer,
        _ => CloudinaryFault.Answer(int.Parse(how, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private CloudinaryDelivery ToCloudinary()
    {
        var quick = DeliveryFixture.Quick();
        (quick.Retries, quick.CallTimeout) = (1, TimeSpan.FromSeconds(2));
        var options = Options.Create(quick);
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("CLOUDINARY_URL", Cloudinary.Url)]).Build();
        var media = new MediaStore(fixture.Blobs().GetBlobContainerClient(IngestFixture.Media), options, TimeProvider.System);
        return new CloudinaryDelivery(
            CloudinaryAccount.Read(settings)!, media, options, TimeProvider.System, DeliveryFixture.Jitter, new LogLines<CloudinaryDelivery>());
    }
}
