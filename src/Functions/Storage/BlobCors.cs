using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Magpie.Functions.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Storage;

/// <summary>
/// The blob service's CORS rules: browsers PUT to it from the page, which is another origin. Rules of others stay. An account that does not
/// let us change its rules has them from its deployment.
/// </summary>
public sealed partial class BlobCors(BlobServiceClient blobs, CorsOptions options, IConfiguration configuration, ILogger<BlobCors> logger)
{
    /// <summary>Rules an account may have (Azure Storage's limit).</summary>
    private const int MaxRules = 5;

    private const string Methods = "OPTIONS,PUT";
    private const string RequestHeaders = "content-type,x-ms-*";
    private const string ResponseHeaders = "etag,x-ms-*";
    private const int MaxAgeSeconds = 3600;

    /// <summary>The origins that are to be allowed, comma-separated.</summary>
    public string Wanted => string.Join(',', Origins());

    /// <summary>Adds or renews our rule.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var wanted = Wanted;
        if (wanted.Length == 0)
        {
            return;
        }

        try
        {
            var properties = (await blobs.GetPropertiesAsync(cancellationToken)).Value;
            var others = properties.Cors.Where(rule => !IsOurs(rule)).ToList();
            if (properties.Cors.Any(rule => IsOurs(rule) && rule.AllowedOrigins == wanted) || others.Count >= MaxRules)
            {
                return;
            }

            properties.Cors = [.. others, Rule(wanted)];
            await blobs.SetPropertiesAsync(properties, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 403)
        {
            Log.NotAllowed(logger);
        }
    }

    /// <summary>Those of the setting, and our own on this machine, whichever name the browser knows it by.</summary>
    private IReadOnlyList<string> Origins()
    {
        if (options.AllowsAny)
        {
            return options.Origins;
        }

        var urls = configuration["urls"] ?? configuration["ASPNETCORE_URLS"];
        var own = (urls ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri : null)
            .Where(uri => uri?.IsLoopback == true)
            .SelectMany(uri => (string[])[$"{uri!.Scheme}://localhost:{uri.Port}", $"{uri.Scheme}://127.0.0.1:{uri.Port}"]);
        var port = configuration["MAGPIE_PORT"];
        string[] named = port is { Length: > 0 } ? [$"http://localhost:{port}", $"http://127.0.0.1:{port}"] : [];
        string[] hosted = configuration["WEBSITE_HOSTNAME"] is { Length: > 0 } host && !host.StartsWith("localhost", StringComparison.OrdinalIgnoreCase)
            ? [$"https://{host}"]
            : [];
        return [.. options.Origins.Concat(own).Concat(named).Concat(hosted).Distinct(StringComparer.Ordinal)];
    }

    private static bool IsOurs(BlobCorsRule rule) =>
        rule is { AllowedMethods: Methods, AllowedHeaders: RequestHeaders, ExposedHeaders: ResponseHeaders };

    private static BlobCorsRule Rule(string origins) => new()
    {
        AllowedOrigins = origins,
        AllowedMethods = Methods,
        AllowedHeaders = RequestHeaders,
        ExposedHeaders = ResponseHeaders,
        MaxAgeInSeconds = MaxAgeSeconds,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The storage account does not let its CORS rules be changed; browsers need them from its deployment")]
        public static partial void NotAllowed(ILogger logger);
    }
}
