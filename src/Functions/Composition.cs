using Magpie.Functions.Accounts;
using Magpie.Functions.Assets;
using Magpie.Functions.Clarifai;
using Magpie.Functions.Delivery;
using Magpie.Functions.Duplicates;
using Magpie.Functions.Fetching;
using Magpie.Functions.Health;
using Magpie.Functions.Http;
using Magpie.Functions.Idempotency;
using Magpie.Functions.Imagga;
using Magpie.Functions.Ingest;
using Magpie.Functions.Multipart;
using Magpie.Functions.Notifications;
using Magpie.Functions.OpenApi;
using Magpie.Functions.Operations;
using Magpie.Functions.Page;
using Magpie.Functions.Retagging;
using Magpie.Functions.Search;
using Magpie.Functions.Storage;
using Magpie.Functions.Tagging;
using Magpie.Functions.Uploads;
using Magpie.Functions.Video;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Magpie.Functions;

/// <summary>The composition root: what exists, and what it is made of.</summary>
public static class Composition
{
    /// <summary>Registers everything.</summary>
    public static FunctionsApplicationBuilder AddMagpie(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var configuration = builder.Configuration;
        builder.Services.TryAddSingleton(TimeProvider.System);
#pragma warning disable RS0030 // The one place that chooses the source of randomness.
        builder.Services.TryAddSingleton(Random.Shared);
#pragma warning restore RS0030
        builder.Services
            .AddOperations(configuration)
            .AddStorage(configuration)
            .AddAccounts(configuration)
            .AddUploads(configuration)
            .AddIdempotency()
            .AddAssets()
            .AddTagging(configuration)
            .AddVideo(configuration)
            .AddDelivery(configuration)
            .AddDuplicates(configuration)
            .AddIngest(configuration)
            .AddFetching(configuration)
            .AddNotifications(configuration)
            .AddMultipart(configuration)
            .AddClarifai(configuration)
            .AddImagga(configuration)
            .AddRetagging()
            .AddSearch(configuration)
            .AddHealth()
            .AddOpenApiDocument()
            .AddPage();
        return builder.UseHttp();
    }
}
