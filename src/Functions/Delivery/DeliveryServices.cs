using Azure.Storage.Blobs;
using Magpie.Delivery;
using Magpie.Functions.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Delivery;

/// <summary>Registers delivery: through Cloudinary when an account is set, otherwise from blob storage.</summary>
public static class DeliveryServices
{
    /// <summary>Needs <see cref="BlobServiceClient"/>, <see cref="TimeProvider"/> and a thread-safe <see cref="Random"/> among the services.</summary>
    /// <exception cref="InvalidOperationException">The Cloudinary settings are incomplete or malformed; says which.</exception>
    public static IServiceCollection AddDelivery(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<DeliveryOptions>()
            .Bind(configuration.GetSection(DeliveryOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<DeliveryOptions>>();
            var container = provider.GetRequiredService<BlobServiceClient>().GetBlobContainerClient(options.Value.Container);
            return new MediaStore(container, options, provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<MediaReader>();
        services.AddStorageContainer(configuration.GetSection(DeliveryOptions.Section)[nameof(DeliveryOptions.Container)] ?? new DeliveryOptions().Container);
        if (CloudinaryAccount.Read(configuration) is { } account)
        {
            services.AddSingleton(account);
            return services.AddSingleton<IDelivery, CloudinaryDelivery>();
        }

        return services.AddSingleton<IDelivery, BlobDelivery>();
    }
}
