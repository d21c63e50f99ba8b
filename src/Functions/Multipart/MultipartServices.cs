using Magpie.Functions.Http;
using Magpie.Search;
using Magpie.Uploads;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Magpie.Functions.Multipart;

/// <summary>Registers uploads that come with the request itself.</summary>
public static class MultipartServices
{
    /// <summary>What the server buffers of a body that nobody reads yet; at its default of 1 MiB, 200 waiting uploads would hold 200 MiB.</summary>
    private const int RequestBuffer = 64 * 1024;

    /// <summary>Needs uploads, ingest and the catalogue among the services.</summary>
    public static IServiceCollection AddMultipart(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new MultipartOptions();
        configuration.GetSection(MultipartOptions.Section).Bind(options);
        options.Validated(MultipartOptions.Section, new MultipartOptionsValidator());
        var folder = TemporaryFolder.Read(configuration);
        services.Configure<KestrelServerOptions>(server => server.Limits.MaxRequestBufferSize = RequestBuffer);
        services.Configure<SocketTransportOptions>(transport => transport.MaxReadBufferSize = RequestBuffer);
        services.Replace(ServiceDescriptor.Singleton<IMemoryPoolFactory<byte>, RequestBlocks>());
        services.AddSingleton(folder);
        services.AddSingleton<DirectUpload>();
        services.AddSingleton(provider => new UploadGate(options, provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton(provider =>
        {
            var limits = provider.GetRequiredService<UploadOptions>();
            return new GoUpload(
                provider.GetRequiredService<UploadGate>(),
                new UploadFormReader(limits, options, folder),
                provider.GetRequiredService<DirectUpload>(),
                provider.GetRequiredService<SearchFreshness>(),
                limits);
        });
    }
}
