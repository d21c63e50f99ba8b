using Magpie.Functions.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Page;

/// <summary>Registers the page.</summary>
public static class PageServices
{
    private const string Folder = "wwwroot";

    /// <summary>After everything that has a dialect of its own.</summary>
    public static IServiceCollection AddPage(this IServiceCollection services) =>
        services.AddSingleton<IApiDialect, UnknownPathDialect>().AddSingleton(new PageFiles(Path.Combine(AppContext.BaseDirectory, Folder)));
}
