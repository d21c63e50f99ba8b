using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Page;

/// <summary>Registers the page.</summary>
public static class PageServices
{
    private const string Folder = "wwwroot";

    public static IServiceCollection AddPage(this IServiceCollection services) =>
        services.AddSingleton(new PageFiles(Path.Combine(AppContext.BaseDirectory, Folder)));
}
