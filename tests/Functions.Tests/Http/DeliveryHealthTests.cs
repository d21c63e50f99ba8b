using System.Net;
using Magpie.Assets;
using Magpie.Delivery;
using Magpie.Functions.Tests.Hosting;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Http;

public sealed class DeliveryHealthTests(Azurite storage, CloudinaryServer cloudinary)
    : IClassFixture<Azurite>, IClassFixture<CloudinaryServer>, IAsyncLifetime
{
    /// <summary>As many as the breaker wants to see before it concludes something.</summary>
    private const int Many = 20;

    private RunningApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await RunningApp.StartAsync(storage.ConnectionString, $"--CLOUDINARY_URL={cloudinary.Url}", "--Magpie:Delivery:Retries=0");
        (await _app.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync()
    {
        cloudinary.Faults.Clear();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_key_that_Cloudinary_does_not_accept_is_named_until_it_is_accepted()
    {
        (await ProblemsAsync()).ShouldNotContain("Cloudinary");
        cloudinary.Faults.Every(1, CloudinaryFault.Answer(401));
        await CallAsync();
        (await ProblemsAsync()).ShouldContain("Uploads are not delivered: Cloudinary does not accept the key");

        cloudinary.Faults.Clear();
        await CallAsync();
        (await ProblemsAsync()).ShouldNotContain("Cloudinary");
    }

    [Fact]
    public async Task A_Cloudinary_that_is_left_alone_is_named()
    {
        cloudinary.Faults.Every(1, CloudinaryFault.Answer(503));
        for (var call = 0; call < Many; call++)
        {
            await CallAsync();
        }

        (await ProblemsAsync()).ShouldContain("Uploads are not delivered: Cloudinary failed too often");
    }

    private Task<DeliveryError?> CallAsync() =>
        _app.Services.GetRequiredService<IDelivery>().DeleteAsync(AssetId.New(TimeProvider.System), MediaType.Image, default);

    /// <summary>What <c>/healthz</c> says is not as it should be, after checking that it says so with 200 and <c>degraded</c>.</summary>
    private async Task<string> ProblemsAsync()
    {
        using var response = await _app.Anonymous.GetAsync("/healthz");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var health = await response.ReadJsonAsync();
        health.GetProperty("status").GetString().ShouldBe("degraded", "there is no model in any case");
        return health.GetProperty("problems").ToString();
    }
}
