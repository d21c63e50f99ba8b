using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace Magpie.Functions;

/// <summary>Magpie as a Functions app.</summary>
public static class MagpieApplication
{
    /// <summary>Puts the app together; nothing runs yet.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or malformed; says which.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is out of range; says which.</exception>
    public static IHost Build(string[] args)
    {
        var clock = StartClock.Begin();
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        var host = builder.AddMagpie().Build();
        clock.Report(host);
        return host;
    }
}
