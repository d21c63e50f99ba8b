using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds a Functions app. Here the app and its host are one process.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly WebApplicationBuilder _web;
    private readonly FunctionSource _source;
    private readonly HostFile _hostFile;
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];
    private bool _servesHttp;
    private bool _built;

    internal FunctionsApplicationBuilder(string[] args, FunctionSource source)
    {
        _source = source;
        _web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = source.Assembly.GetName().Name,
            ContentRootPath = AppSettings.ScriptRoot,
            EnvironmentName = AppSettings.EnvironmentName,
        });
        AppSettings.AddTo(_web.Configuration, args);
        _hostFile = new HostFile(AppSettings.ScriptRoot);
        HostDefaults.Add(_web, _hostFile);
    }

    /// <inheritdoc/>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_web).Properties;

    /// <inheritdoc/>
    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    /// <summary>The app's settings: appsettings.json, local.settings.json, the environment, the command line; later ones win.</summary>
    public ConfigurationManager Configuration => _web.Configuration;

    /// <inheritdoc/>
    public IHostEnvironment Environment => _web.Environment;

    /// <inheritdoc/>
    public ILoggingBuilder Logging => _web.Logging;

    /// <inheritdoc/>
    public IMetricsBuilder Metrics => _web.Metrics;

    /// <inheritdoc cref="IHostApplicationBuilder.Services"/>
    public IServiceCollection Services => _web.Services;

    /// <inheritdoc/>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)_web).ConfigureContainer(factory, configure);

    /// <inheritdoc/>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    /// <summary>Builds the app; once.</summary>
    /// <exception cref="InvalidOperationException">Called twice, or a function is declared wrongly.</exception>
    public IHost Build()
    {
        if (_built)
        {
            throw new InvalidOperationException("The application has already been built.");
        }

        _built = true;
        var catalog = new FunctionCatalog(_source, Configuration);
        Services.AddSingleton(catalog);
        Services.AddSingleton(new HostSettings(Configuration, _hostFile, Environment.ApplicationName));
        Services.AddSingleton(Pipeline());
        HostDefaults.AddTriggers(Services, catalog);
        _web.WebHost.UseUrls(AppSettings.Urls(Configuration));
        var app = _web.Build();
        if (_servesHttp)
        {
            ((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources.Add(
                ActivatorUtilities.CreateInstance<FunctionEndpoints>(app.Services));
        }
        else if (catalog.Of<HttpTriggerAttribute>().FirstOrDefault() is (Function: { } function, _))
        {
            throw new InvalidOperationException($"Function '{function.Name}' serves HTTP: call ConfigureFunctionsWebApplication() on the builder.");
        }

        return app;
    }

    internal void ServeHttp()
    {
        if (!_servesHttp)
        {
            _servesHttp = true;
            _middleware.Add(HttpFunctionMiddleware.Around);
        }
    }

    private FunctionExecutionDelegate Pipeline()
    {
        FunctionExecutionDelegate pipeline = FunctionInvoker.RunBodyAsync;
        for (var i = _middleware.Count - 1; i >= 0; i--)
        {
            pipeline = _middleware[i](pipeline);
        }

        return pipeline;
    }
}
