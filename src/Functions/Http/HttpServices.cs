using Magpie.Functions.Idempotency;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Magpie.Functions.Http;

/// <summary>What surrounds every HTTP function.</summary>
public static class HttpServices
{
    /// <summary>Registers the middleware, the outermost first.</summary>
    public static FunctionsApplicationBuilder UseHttp(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(CorsOptions.Read(builder.Configuration));
        builder.Services.AddSingleton<ApiDialects>();
        builder.UseMiddleware<SecurityHeadersMiddleware>();
        builder.UseMiddleware<CorsMiddleware>();
        builder.UseMiddleware<ErrorMiddleware>();
        builder.UseMiddleware<AuthenticationMiddleware>();
        builder.UseMiddleware<IdempotencyMiddleware>();
        return builder;
    }
}
