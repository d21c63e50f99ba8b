using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Magpie.Tests.Support;

namespace Magpie.AzureStorage.Tests;

/// <summary>Azurite's blob service over https with a certificate made for the occasion, taking Microsoft Entra tokens.</summary>
public sealed class SecureAzurite : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("magpie-azurite-https-").FullName;
    private readonly int _port = Azurite.FreePort();
    private readonly HttpClient _http;
    private string _thumbprint = "";
    private Process? _process;

    public SecureAzurite() => _http = new HttpClient(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == _thumbprint,
        },
    });

    public Uri Address => new($"https://127.0.0.1:{_port}/devstoreaccount1");

    /// <summary>A transport that trusts this Azurite's certificate and no other.</summary>
    public HttpPipelineTransport Transport => new HttpClientTransport(_http);

    /// <summary>A token as Microsoft Entra issues it; Azurite checks who it is for and how long it holds, not who signed it.</summary>
    public static TokenCredential Credential { get; } = DelegatedTokenCredential.Create((_, _) =>
    {
        var now = TimeProvider.System.GetUtcNow();
        var expires = now.AddHours(1);
        var claims = new
        {
            aud = "https://storage.azure.com",
            iss = "https://sts.windows.net/ab1f708d-50f6-404c-a006-d71b2ac7a606/",
            iat = now.AddMinutes(-5).ToUnixTimeSeconds(),
            nbf = now.AddMinutes(-5).ToUnixTimeSeconds(),
            exp = expires.ToUnixTimeSeconds(),
            oid = "11059fcc-5514-4800-b5f8-49808b9cfab6",
            tid = "ab1f708d-50f6-404c-a006-d71b2ac7a606",
        };
        return new AccessToken($"{Part(new { alg = "RS256", typ = "JWT" })}.{Part(claims)}.{Part("signature")}", expires);
    });

    public async Task InitializeAsync()
    {
        WriteCertificate();
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])
            [
                "src/Embedded/Npm/azurite.cjs", "--location", _folder, "--silent", "--skipApiVersionCheck", "--disableTelemetry",
                "--blobPort", $"{_port}", "--queuePort", $"{Azurite.FreePort()}", "--tablePort", $"{Azurite.FreePort()}",
                "--cert", Path.Combine(_folder, "cert.pem"), "--key", Path.Combine(_folder, "key.pem"), "--oauth", "basic",
            ])
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        _process.OutputDataReceived += static (_, _) => { };
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(StartLimit);
        while (!await AnswersAsync(limit.Token))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    public async Task DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
        Dispose();
    }

    public void Dispose() => _http.Dispose();

    private static string Part(object value) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private void WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _thumbprint = certificate.GetCertHashString();
        File.WriteAllText(Path.Combine(_folder, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync(Address, cancellationToken);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
