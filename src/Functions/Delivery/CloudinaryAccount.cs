using CloudinaryDotNet;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Configuration;

namespace Magpie.Functions.Delivery;

/// <summary>
/// The Cloudinary account that is delivered to, read from <c>CLOUDINARY_URL</c>
/// (<c>cloudinary://KEY:SECRET@CLOUD?upload_prefix=URL</c>), or from <c>CLOUDINARY_CLOUD_NAME</c>, <c>CLOUDINARY_API_KEY</c> and
/// <c>CLOUDINARY_API_SECRET</c>.
/// </summary>
public sealed class CloudinaryAccount
{
    private const string UrlSetting = "CLOUDINARY_URL";
    private const string Scheme = "cloudinary://";
    private static readonly string[] Parts = ["CLOUDINARY_CLOUD_NAME", "CLOUDINARY_API_KEY", "CLOUDINARY_API_SECRET"];

    private readonly string _secret;

    private CloudinaryAccount(string cloudName, string apiKey, string secret)
    {
        CloudName = cloudName;
        ApiKey = apiKey;
        _secret = secret;
    }

    public string CloudName { get; }

    public string ApiKey { get; }

    /// <summary>Where the API is, when not at Cloudinary's own address.</summary>
    public Uri? UploadPrefix { get; private init; }

    /// <summary>Whether the account takes SHA-256 signatures only (<c>signature_algorithm=sha256</c>).</summary>
    public bool Sha256 { get; private init; }

    /// <summary>The account of the settings; null when none of them is set.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong; names it, never its value.</exception>
    public static CloudinaryAccount? Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration[UrlSetting] is { Length: > 0 } url)
        {
            return Parse(url.Trim());
        }

        var values = Parts.Select(name => configuration[name]?.Trim() ?? "").ToArray();
        if (values.All(value => value.Length == 0))
        {
            return null;
        }

        if (Array.FindIndex(values, value => value.Length == 0) is var missing and >= 0)
        {
            throw new InvalidOperationException(
                $"{Parts[missing]} is not set. Set {string.Join(", ", Parts)}, or {UrlSetting}, or none of them to deliver from blob storage.");
        }

        return new CloudinaryAccount(values[0], values[1], values[2]);
    }

    /// <summary>A client for this account that sends through the given HTTP client.</summary>
    internal Cloudinary Connect(HttpClient http)
    {
        var cloudinary = new Cloudinary(new Account(CloudName, ApiKey, _secret));
        cloudinary.Api.Client.Dispose();
        cloudinary.Api.Client = http;
        cloudinary.Api.SignatureAlgorithm = Sha256 ? SignatureAlgorithm.SHA256 : SignatureAlgorithm.SHA1;
        if (UploadPrefix is not null)
        {
            cloudinary.Api.ApiBaseAddress = UploadPrefix.AbsoluteUri.TrimEnd('/');
        }

        return cloudinary;
    }

    /// <summary>The text without the key and the secret, wherever they stand in it.</summary>
    internal string Redact(string text) =>
        text.Replace(_secret, "…", StringComparison.Ordinal).Replace(ApiKey, "…", StringComparison.Ordinal);

    // By hand, not by Uri: that lowers the case of the host, and cloud names have one.
    private static CloudinaryAccount Parse(string url)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? url[mark..] : "";
        var rest = url[..(url.Length - query.Length)];
        if (!rest.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            || rest[Scheme.Length..].Split('@') is not [var credentials, var host]
            || credentials.Split(':') is not [{ Length: > 0 } key, { Length: > 0 } secret]
            || host.TrimEnd('/') is not { Length: > 0 } cloud
            || cloud.Contains('/', StringComparison.Ordinal))
        {
            throw Wrong("must look like cloudinary://KEY:SECRET@CLOUD");
        }

        var options = QueryHelpers.ParseQuery(query);
        return new CloudinaryAccount(cloud, Uri.UnescapeDataString(key), Uri.UnescapeDataString(secret))
        {
            UploadPrefix = options.TryGetValue("upload_prefix", out var prefix) ? PrefixOf(prefix) : null,
            Sha256 = options.TryGetValue("signature_algorithm", out var algorithm) && AlgorithmOf(algorithm),
        };
    }

    private static Uri PrefixOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        && address.Query.Length == 0
        && address.UserInfo.Length == 0
            ? address
            : throw Wrong("has an upload_prefix that is no https address");

    private static bool AlgorithmOf(string? text) => text?.ToUpperInvariant() switch
    {
        "SHA1" => false,
        "SHA256" => true,
        _ => throw Wrong("has a signature_algorithm that is neither sha1 nor sha256"),
    };

    private static InvalidOperationException Wrong(string how) => new($"{UrlSetting} {how}.");
}
