using Magpie.Functions.Clarifai.Models;
using Magpie.Functions.Clarifai.V1;
using Magpie.Functions.Http;
using Magpie.Functions.Multipart;
using Magpie.Predictions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Clarifai;

/// <summary>Registers Clarifai's API.</summary>
public static class ClarifaiServices
{
    /// <summary>Needs accounts, tagging, videos, fetching and multipart uploads among the services.</summary>
    public static IServiceCollection AddClarifai(this IServiceCollection services, IConfiguration configuration)
    {
        var folder = TemporaryFolder.Read(configuration);
        services.AddSingleton<IApiDialect, V1Dialect>();
        services.AddSingleton<Predictor>();
        services.AddSingleton<VideoPredictor>();
        services.AddSingleton<ModelDirectory>();
        services.AddSingleton<TokenRequest>();
        services.AddSingleton<V1Tagging>();
        return services.AddSingleton(provider => new V1TagRoute(
            new V1TagReader(folder),
            provider.GetRequiredService<V1Tagging>(),
            provider.GetRequiredService<ModelDirectory>(),
            provider.GetRequiredService<UploadGate>(),
            provider.GetRequiredService<ApiDialects>(),
            provider.GetRequiredService<TimeProvider>()));
    }
}
