using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where an app's settings come from, as <c>func start</c> has it; no file is watched.</summary>
internal static class AppSettings
{
    private const string DefaultPort = "7071";

    /// <summary>The folder of host.json.</summary>
    public static string ScriptRoot => Environment.GetEnvironmentVariable("AzureWebJobsScriptRoot") ?? AppContext.BaseDirectory;

    /// <summary><c>Development</c> unless told otherwise, as under <c>func start</c>.</summary>
    public static string EnvironmentName =>
        Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT")
        ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
        ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
        ?? "Development";

    public static void AddTo(ConfigurationManager configuration, string[] args)
    {
        var appSettings = Path.Combine(ScriptRoot, "appsettings.json");
        if (File.Exists(appSettings))
        {
            configuration.AddJsonFile(appSettings, optional: true, reloadOnChange: false);
        }

        var local = Path.Combine(ScriptRoot, "local.settings.json");
        if (File.Exists(local))
        {
            configuration.AddInMemoryCollection(LocalValues(local));
        }

        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(args);
    }

    /// <summary><c>--urls</c>, else ASPNETCORE_URLS, else loopback at MAGPIE_PORT or 7071.</summary>
    public static string Urls(IConfiguration configuration) =>
        configuration["urls"] ?? configuration["ASPNETCORE_URLS"] ?? $"http://127.0.0.1:{configuration["MAGPIE_PORT"] ?? DefaultPort}";

    /// <summary>The <c>Values</c> of local.settings.json, which become settings.</summary>
    private static IEnumerable<KeyValuePair<string, string?>> LocalValues(string path)
    {
        using var file = JsonDocument.Parse(
            File.ReadAllBytes(path), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        return file.RootElement.TryGetProperty("Values", out var values)
            ? [.. values.EnumerateObject().Select(static value =>
                KeyValuePair.Create(value.Name.Replace("__", ":", StringComparison.Ordinal), (string?)value.Value.ToString()))]
            : [];
    }
}
