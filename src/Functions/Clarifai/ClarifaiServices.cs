using Azure.Data.Tables;
using Magpie.Concepts;
using Magpie.Functions.Clarifai.Concepts;
using Magpie.Functions.Clarifai.Inputs;
using Magpie.Functions.Clarifai.Models;
using Magpie.Functions.Clarifai.V1;
using Magpie.Functions.Clarifai.V2;
using Magpie.Functions.Http;
using Magpie.Functions.Multipart;
using Magpie.Functions.Storage;
using Magpie.Inputs;
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
        AddInputs(services);
        AddV2(services);
        return services.AddSingleton(provider => new V1TagRoute(
            new V1TagReader(folder),
            provider.GetRequiredService<V1Tagging>(),
            provider.GetRequiredService<ModelDirectory>(),
            provider.GetRequiredService<IConceptNames>(),
            provider.GetRequiredService<UploadGate>(),
            provider.GetRequiredService<ApiDialects>(),
            provider.GetRequiredService<TimeProvider>()));
    }

    private static void AddInputs(IServiceCollection services)
    {
        services.AddSingleton<IInputIndex>(provider =>
            new TableInputIndex(provider.GetRequiredService<TableServiceClient>().GetTableClient(TableInputIndex.Table)));
        services.AddSingleton<IConceptStore>(provider =>
            new TableConceptStore(provider.GetRequiredService<TableServiceClient>().GetTableClient(TableConceptStore.Table)));
        services.AddSingleton<IConceptNames, PackConcepts>();
        services.AddSingleton<ConceptService>();
        services.AddSingleton<InputTraces>();
        services.AddSingleton<InputFinder>();
        services.AddSingleton<InputCreator>();
        services.AddSingleton<InputEditor>();
        services.AddSingleton<InputRemoval>();
        services.AddStorageTable(TableInputIndex.Table).AddStorageTable(TableConceptStore.Table);
    }

    private static void AddV2(IServiceCollection services)
    {
        services.AddSingleton<IApiDialect, V2Dialect>();
        services.AddSingleton<V2InputReader>();
        services.AddSingleton<V2InputText>();
        services.AddSingleton<V2Inputs>();
        services.AddSingleton<V2InputChanges>();
        services.AddSingleton<V2Concepts>();
        services.AddSingleton<V2Models>();
        services.AddSingleton<V2OutputConfigs>();
        services.AddSingleton<V2Regions>();
        services.AddSingleton<V2Predictions>();
        services.AddSingleton<V2Outputs>();
        services.AddSingleton<V2SearchReader>();
        services.AddSingleton<V2Likeness>();
        services.AddSingleton<V2Searches>();
        services.AddSingleton<V2Handlers>();
        services.AddSingleton(provider => new V2Api(
            provider.GetRequiredService<V2Handlers>(), provider.GetRequiredService<UploadGate>(), provider.GetRequiredService<ApiDialects>()));
    }
}
