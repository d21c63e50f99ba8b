using Azure.Core;

namespace Azure.Storage.Common;

/// <summary>
/// A connection string, read: <c>Key=Value;…</c> with an account key or a SAS, explicit endpoints or an endpoint suffix, or
/// <c>UseDevelopmentStorage=true</c>. Errors name the setting and never its value.
/// </summary>
internal sealed class StorageConnectionString
{
    private const string DevelopmentAccount = "devstoreaccount1";

    /// <summary>Azurite's published key.</summary>
    private const string DevelopmentKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly Dictionary<string, string> _settings;

    private StorageConnectionString(Dictionary<string, string> settings) => _settings = settings;

    /// <summary>Account name, or null for a bare SAS.</summary>
    public string? AccountName => _settings.GetValueOrDefault("AccountName");

    public string? AccountKey => _settings.GetValueOrDefault("AccountKey");

    /// <summary>The SAS query without its question mark, or null.</summary>
    public string? Sas => _settings.GetValueOrDefault("SharedAccessSignature")?.TrimStart('?');

    public static StorageConnectionString Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new FormatException("Settings of a storage connection string must be of the form \"name=value\".");
            }

            var name = part[..equals];
            if (!settings.TryAdd(name, part[(equals + 1)..]))
            {
                throw new FormatException($"The storage connection string sets {name} twice.");
            }
        }

        return new StorageConnectionString(IsDevelopment(settings) ? Development(settings) : settings);
    }

    /// <summary>The endpoint of one service: "blob", "queue" or "table".</summary>
    public Uri Endpoint(string service)
    {
        var setting = $"{char.ToUpperInvariant(service[0])}{service[1..]}Endpoint";
        if (_settings.TryGetValue(setting, out var endpoint))
        {
            return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? uri
                : throw new FormatException($"{setting} in the storage connection string is no http or https address.");
        }

        var account = AccountName ?? throw new FormatException($"The storage connection string has neither AccountName nor {setting}.");
        var scheme = _settings.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        var suffix = _settings.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return new Uri($"{scheme}://{account}.{service}.{suffix}");
    }

    private static bool IsDevelopment(Dictionary<string, string> settings) =>
        settings.TryGetValue("UseDevelopmentStorage", out var use) && use.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static Dictionary<string, string> Development(Dictionary<string, string> settings)
    {
        var host = new RequestUriBuilder();
        host.Reset(new Uri(settings.GetValueOrDefault("DevelopmentStorageProxyUri", "http://127.0.0.1")));
        string On(int port) => $"{host.Scheme}://{host.Host}:{port}/{DevelopmentAccount}";
        return new(StringComparer.OrdinalIgnoreCase)
        {
            ["AccountName"] = DevelopmentAccount,
            ["AccountKey"] = DevelopmentKey,
            ["BlobEndpoint"] = On(10000),
            ["QueueEndpoint"] = On(10001),
            ["TableEndpoint"] = On(10002),
        };
    }
}
