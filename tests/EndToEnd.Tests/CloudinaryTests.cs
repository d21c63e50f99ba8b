using Magpie.Core.Tests.Imaging;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests;

/// <summary>Delivery through a Cloudinary that does not always do what it is asked.</summary>
public sealed class CloudinaryTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly byte[] Photo = Pictures.Jpeg(Pictures.Scene(800, 600), 800, 600);

    private readonly CloudinaryServer _cloudinary = new();
    private Service _service = null!;

    public async Task InitializeAsync()
    {
        await _cloudinary.InitializeAsync();
        _service = new Service(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CLOUDINARY_URL"] = _cloudinary.Url,
            ["Magpie__Delivery__Retries"] = "1",
            ["Magpie__Delivery__RetryDelay"] = "00:00:00.010",
            ["Magpie__Delivery__CallTimeout"] = "00:00:03",
        });
        await _service.InitializeAsync();
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _cloudinary.DisposeAsync();
    }

    [Fact]
    public async Task Each_asset_is_delivered_under_one_id_whatever_goes_wrong_and_one_that_never_works_is_failed()
    {
        foreach (var fault in (CloudinaryFault[])
            [CloudinaryFault.Answer(500), CloudinaryFault.HalfAnswer, CloudinaryFault.Garbage, CloudinaryFault.CutRequest, CloudinaryFault.Answer(429, 1), CloudinaryFault.Silence])
        {
            _cloudinary.Faults.Next(fault, action: "upload");
        }

        var ids = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            ids.Add(await _service.UploadAsync(Photo, $"{i}.jpg", "image/jpeg", "flock"));
        }

        foreach (var id in ids)
        {
            var asset = await _service.App.SettledAsync(id);
            (asset.State(), asset.GetProperty("publicId").GetString(), asset.GetProperty("delivery").GetString())
                .ShouldBe(("ready", $"gallery/{id}", "cloudinary"));
            asset.Url("original").ShouldStartWith("https://res.cloudinary.com/");
        }

        _cloudinary.Assets.Select(kept => kept.PublicId).ShouldBe(ids.Select(id => $"gallery/{id}"), ignoreOrder: true);
        _cloudinary.Assets.ShouldAllBe(kept => kept.Tags.Contains("flock"));
        (await _service.CountsAsync())["flock"].ShouldBe(ids.Count);

        _cloudinary.Faults.Every(1, CloudinaryFault.Answer(401));
        var failed = await _service.SettleAsync(Photo, "never.jpg", "image/jpeg", "flock");

        (failed.State(), failed.ErrorCode()).ShouldBe(("failed", "delivery-unauthorized"));
        _cloudinary.Assets.Count.ShouldBe(ids.Count);
        (await _service.CountsAsync())["flock"].ShouldBe(ids.Count);
        _service.App.Log.ShouldAllBe(line => !line.Contains(CloudinaryServer.Secret, StringComparison.Ordinal));
    }
}
