using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.OpenApi;

/// <summary>Registers the document and its page; neither is made before it is asked for.</summary>
public static class OpenApiServices
{
    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services) =>
        services.AddSingleton<OpenApiDocument>().AddSingleton<DocsPage>();
}
