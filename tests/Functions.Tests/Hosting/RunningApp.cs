using System.Net.Http.Headers;
using System.Text;
using Magpie.Accounts;
using Magpie.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Magpie.Functions.Tests.Hosting;

/// <summary>The real app in this process, on a free port.</summary>
public sealed class RunningApp : IAsyncDisposable
{
    private readonly IHost _host;

    private RunningApp(IHost host, Uri address)
    {
        (_host, Address) = (host, address);
        Anonymous = new HttpClient { BaseAddress = address };
    }

    public Uri Address { get; }

    public HttpClient Anonymous { get; }

    public IServiceProvider Services => _host.Services;

    /// <summary>Starts it; without triggers, so that a test sees only what it does itself.</summary>
    public static Task<RunningApp> StartAsync(string connectionString, params string[] settings) =>
        StartAsync(connectionString, TimeProvider.System, settings);

    /// <summary>Starts it by a clock of the test's.</summary>
    public static Task<RunningApp> StartAsync(string connectionString, TimeProvider clock, params string[] settings) =>
        StartAsync(connectionString, clock, static _ => { }, settings);

    /// <summary>Starts it with other services in the place of some of its own.</summary>
    public static async Task<RunningApp> StartAsync(string connectionString, TimeProvider clock, Action<IServiceCollection> change, params string[] settings)
    {
        string[] arguments =
        [
            "--urls=http://127.0.0.1:0",
            $"--AzureWebJobsStorage={connectionString}",
            $"--MAGPIE_MODELS={Path.Combine(Repository.Root, "models", "none")}",
            "--AzureWebJobs:IngestScan:Disabled=true",
            "--AzureWebJobs:IngestEvents:Disabled=true",
            "--AzureWebJobs:IngestGiveUp:Disabled=true",
            "--AzureWebJobs:FollowUpAsset:Disabled=true",
            .. settings,
        ];
        var host = MagpieApplication.Build(arguments, clock, change);
        await host.StartAsync();
        var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new RunningApp(host, new Uri(address));
    }

    /// <summary>A client that signs in with a new credential of the account.</summary>
    public async Task<(HttpClient Client, Caller Caller)> SignInAsync(string account, CredentialKind kind = CredentialKind.Secret)
    {
        var made = await Services.GetRequiredService<AccountService>().AddAsync(account, kind, "test", default);
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = made.Secret is { } secret
            ? Basic(made.Credential.Key, secret)
            : new AuthenticationHeaderValue("Key", made.Credential.Key);
        return (client, new Caller(made.Credential.Key, account, kind));
    }

    public static AuthenticationHeaderValue Basic(string key, string secret) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key}:{secret}")));

    public async ValueTask DisposeAsync()
    {
        Anonymous.Dispose();
        await _host.StopAsync();
        _host.Dispose();
    }
}
