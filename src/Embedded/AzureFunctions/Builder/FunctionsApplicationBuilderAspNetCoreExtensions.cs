namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>HTTP through ASP.NET Core.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Serves HTTP functions. Middleware registered before this call sees no HttpContext.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        builder.ServeHttp();
        return builder;
    }

    /// <summary>Serves HTTP functions, and configures the worker.</summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(
        this FunctionsApplicationBuilder builder, Action<IFunctionsWorkerApplicationBuilder> configureWorker)
    {
        builder.ServeHttp();
        configureWorker(builder);
        return builder;
    }
}
