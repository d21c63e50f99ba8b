using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>One endpoint an HTTP function, at <c>{routePrefix}/{route or name}</c>.</summary>
internal sealed class FunctionEndpoints(FunctionCatalog catalog, HostSettings settings, FunctionInvoker invoker) : EndpointDataSource
{
    private List<Endpoint>? _endpoints;

    public override IReadOnlyList<Endpoint> Endpoints =>
        _endpoints ??= [.. catalog.Of<HttpTriggerAttribute>().Select(found => EndpointOf(found.Function, found.Trigger))];

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;

    private Endpoint EndpointOf(FunctionDescriptor function, HttpTriggerAttribute trigger)
    {
        var route = string.IsNullOrEmpty(trigger.Route) ? function.Name : trigger.Route;
        var template = settings.RoutePrefix.Length == 0 ? route : $"{settings.RoutePrefix}/{route}";

        // As in the real host the method is a constraint of the route: another method is 404, not 405.
        var policies = new RouteValueDictionary();
        if (trigger.Methods is { Length: > 0 } methods)
        {
            policies["httpMethod"] = new HttpMethodRouteConstraint(methods);
        }

        var pattern = RoutePatternFactory.Parse(template, defaults: null, policies);
        return new RouteEndpointBuilder(http => RunAsync(function, http), pattern, order: 0) { DisplayName = function.Name }.Build();
    }

    private async Task RunAsync(FunctionDescriptor function, HttpContext http)
    {
        // A failure is logged by now. As in the real host the caller sees 200 and nothing: middleware is where errors get an answer.
        if (await invoker.InvokeAsync(function, new HttpTriggerInput(http), http) is not null)
        {
            if (http.Response.HasStarted)
            {
                http.Abort();
            }
            else
            {
                http.Response.Clear();
            }
        }
    }
}
