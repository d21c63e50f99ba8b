using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Storage;

/// <summary>Registers the storage account's clients, and what has to be there.</summary>
public static class StorageServices
{
    /// <summary>Needs <see cref="TimeProvider"/>, a thread-safe <see cref="Random"/> and <see cref="Http.CorsOptions"/> among the services.</summary>
    /// <exception cref="InvalidOperationException"><c>AzureWebJobsStorage</c> is missing or malformed; says how.</exception>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var connection = StorageConnection.Read(configuration);
        services.AddSingleton(_ => connection.Blobs());
        services.AddSingleton(_ => connection.Queues());
        services.AddSingleton(_ => connection.Tables());
        services.AddSingleton<QueueLengths>();
        services.AddSingleton<BlobCors>();
        services.AddSingleton<StorageMarker>();
        services.AddSingleton<StorageSetup>();
        services.AddHostedService(provider => provider.GetRequiredService<StorageSetup>());
        return services;
    }

    /// <summary>A container that is created when it is not there.</summary>
    public static IServiceCollection AddStorageContainer(this IServiceCollection services, string name) =>
        services.AddSingleton(new StorageResource(StorageResourceKind.Container, name));

    /// <summary>A queue that is created when it is not there.</summary>
    public static IServiceCollection AddStorageQueue(this IServiceCollection services, string name) =>
        services.AddSingleton(new StorageResource(StorageResourceKind.Queue, name));

    /// <summary>A table that is created when it is not there.</summary>
    public static IServiceCollection AddStorageTable(this IServiceCollection services, string name) =>
        services.AddSingleton(new StorageResource(StorageResourceKind.Table, name));
}
