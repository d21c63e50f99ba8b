using Azure.Storage.Blobs;
using Magpie.Delivery;
using Magpie.Functions.Delivery;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Tests.Delivery;

public sealed class DeliveryServicesTests
{
    [Fact]
    public async Task Without_an_account_files_are_delivered_from_blob_storage() =>
        (await NameAsync()).ShouldBe("blob");

    [Fact]
    public async Task With_an_account_files_are_delivered_through_Cloudinary() =>
        (await NameAsync(("CLOUDINARY_URL", "cloudinary://1:2@demo"))).ShouldBe("cloudinary");

    [Fact]
    public void Half_an_account_ends_the_start()
    {
        Should.Throw<InvalidOperationException>(() => Build(("CLOUDINARY_API_KEY", "1")))
            .Message.ShouldStartWith("CLOUDINARY_CLOUD_NAME is not set.");
    }

    [Theory]
    [InlineData("ChunkBytes", "1000")]
    [InlineData("CallTimeout", "01:00:00")]
    [InlineData("Retries", "100")]
    [InlineData("RetryDelay", "00:05:00")]
    [InlineData("LongestRetryDelay", "01:00:00")]
    [InlineData("Container", "UPPER")]
    [InlineData("MediaBaseUrl", "javascript:alert(1)")]
    [InlineData("LargestEagerVideoBytes", "0")]
    public async Task An_option_out_of_its_range_is_named(string name, string value)
    {
        await using var services = Build(($"Magpie:Delivery:{name}", value));

        var error = Should.Throw<OptionsValidationException>(() => services.GetRequiredService<IOptions<DeliveryOptions>>().Value);

        error.Message.ShouldContain($"Magpie:Delivery:{name}");
    }

    private static async Task<string> NameAsync(params (string Name, string Value)[] settings)
    {
        await using var services = Build(settings);
        return services.GetRequiredService<IDelivery>().Name;
    }

    private static ServiceProvider Build(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Name, setting.Value)))
            .Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(DeliveryFixture.Jitter)
            .AddSingleton(new BlobServiceClient("UseDevelopmentStorage=true"))
            .AddDelivery(configuration)
            .BuildServiceProvider();
    }
}
