using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Magpie.Functions;

/// <summary>Magpie as a Functions app.</summary>
public static class MagpieApplication
{
    /// <summary>Puts the app together; nothing runs yet.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or malformed; says which.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is out of range; says which.</exception>
    public static IHost Build(string[] args) => Build(args, TimeProvider.System);

    /// <inheritdoc cref="Build(string[])"/>
    /// <param name="args">The command line.</param>
    /// <param name="time">The clock that everything but the storage and Cloudinary clients goes by.</param>
    public static IHost Build(string[] args, TimeProvider time) => Build(args, time, static _ => { });

    /// <inheritdoc cref="Build(string[], TimeProvider)"/>
    /// <param name="change">What is different from how the app is put together else.</param>
    internal static IHost Build(string[] args, TimeProvider time, Action<IServiceCollection> change)
    {
        var clock = StartClock.Begin();
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddSingleton(time);
        builder.AddMagpie();
        change(builder.Services);
        var host = builder.Build();
        clock.Report(host);
        return host;
    }
}
