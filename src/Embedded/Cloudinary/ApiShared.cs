using System.Globalization;
using System.Text.Json;
using CloudinaryDotNet.Actions;

namespace CloudinaryDotNet;

/// <summary>Signs calls, sends them and reads the answers.</summary>
public class ApiShared
{
    /// <summary>The service.</summary>
    public const string ADDR_API = "api.cloudinary.com";

    /// <summary>Version of the upload API.</summary>
    public const string API_VERSION = "v1_1";

    /// <summary>Of an address that holds cloud name, key and secret. Its query counts for nothing.</summary>
    /// <exception cref="ArgumentException">Not <c>cloudinary://KEY:SECRET@CLOUD</c>.</exception>
    public ApiShared(string cloudinaryUrl)
    {
        if (string.IsNullOrEmpty(cloudinaryUrl) || !cloudinaryUrl.StartsWith("cloudinary://", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException("Invalid CLOUDINARY_URL scheme. Expecting to start with 'cloudinary://'", nameof(cloudinaryUrl));
        }

        var url = new Uri(cloudinaryUrl);
        var credentials = url.UserInfo.Split(':');
        if (url.Host.Length == 0 || credentials.Length != 2)
        {
            throw new ArgumentException("CLOUDINARY_URL must be cloudinary://KEY:SECRET@CLOUD.", nameof(cloudinaryUrl));
        }

        Account = new Account(url.Host, credentials[0], credentials[1]);
    }

    /// <summary>Of an account.</summary>
    /// <exception cref="ArgumentException">No cloud name.</exception>
    public ApiShared(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (string.IsNullOrEmpty(account.Cloud))
        {
            throw new ArgumentException("Cloud name must be specified in Account!", nameof(account));
        }

        Account = account;
    }

    public Account Account { get; }

    /// <summary>Scheme, host and port of the service.</summary>
    public string ApiBaseAddress { get; set; } = "https://" + ADDR_API;

    /// <summary>Milliseconds; counts for calls without a cancellation token. Zero: none but the client's own.</summary>
    public int Timeout { get; set; }

    /// <summary>Sends every call.</summary>
    public HttpClient Client { get; set; } = new();

    /// <summary>Whether bodies go out with <c>Transfer-Encoding: chunked</c>.</summary>
    public bool UseChunkedEncoding { get; set; } = true;

    public SignatureAlgorithm SignatureAlgorithm { get; set; }

    /// <summary>What a call's timestamp is read from.</summary>
    internal TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Signature of the parameters: hexadecimal digest of the sorted parameters followed by the secret.</summary>
    public string SignParameters(IDictionary<string, object> parameters) =>
        Signature.Of(parameters, Account.ApiSecret, SignatureAlgorithm);

    /// <summary>Address of an action: <c>{base}/v1_1/{cloud}/{resource type}/{action}</c>.</summary>
    internal string ActionUrl(ResourceType type, string action) =>
        $"{ApiBaseAddress.TrimEnd('/')}/{API_VERSION}/{Uri.EscapeDataString(Account.Cloud)}/{type.ToString().ToLowerInvariant()}/{action}";

    /// <summary>Sends one signed call.</summary>
    /// <exception cref="Exception">The answer is no JSON.</exception>
    /// <exception cref="HttpRequestException">There was no answer, or half of one.</exception>
    internal async Task<T> CallAsync<T>(
        string url, BaseParams parameters, IReadOnlyDictionary<string, string>? headers, CancellationToken? cancellationToken)
        where T : BaseResult, new()
    {
        parameters.Check();
        var fields = parameters.ToParamsDictionary();
        fields["timestamp"] = Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        fields["signature"] = SignParameters(fields);
        fields["api_key"] = Account.ApiKey;

        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = MultipartForm.Of(fields) };
        request.Headers.UserAgent.ParseAdd("CloudinaryDotNet/1.29.3");
        request.Headers.TransferEncodingChunked = UseChunkedEncoding;
        foreach (var (name, value) in headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var timeout = cancellationToken is null && Timeout > 0
            ? new CancellationTokenSource(TimeSpan.FromMilliseconds(Timeout), Time)
            : null;
        var token = cancellationToken ?? timeout?.Token ?? CancellationToken.None;
        using var response = await Client.SendAsync(request, token).ConfigureAwait(false);
        await using var body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
        return await ReadAsync<T>(response, body, token).ConfigureAwait(false);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, Stream body, CancellationToken cancellationToken)
        where T : BaseResult, new()
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(body, default, cancellationToken).ConfigureAwait(false);
            var result = new T { StatusCode = response.StatusCode };
            result.Read(json.RootElement);
            return result;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
#pragma warning disable CA2201 // The vendor throws exactly this type, and callers have nothing else to catch.
            throw new Exception($"Failed to deserialize response with status code: {response.StatusCode}", e);
#pragma warning restore CA2201
        }
    }
}
