using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Executes MVC's action results. MVC's services are put together when the first one asks for them.</summary>
internal static class ActionResults
{
    public static async Task ExecuteAsync(IActionResult result, HttpContext http)
    {
        var services = http.RequestServices;
        http.RequestServices = new WithMvc(services, services.GetRequiredService<MvcServices>());
        try
        {
            await result.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor()));
        }
        finally
        {
            http.RequestServices = services;
        }
    }

    /// <summary>The invocation's services, and MVC's for what those lack.</summary>
    private sealed class WithMvc(IServiceProvider services, MvcServices mvc) : IServiceProvider
    {
        public object? GetService(Type serviceType) => services.GetService(serviceType) ?? mvc.GetService(serviceType);
    }
}
