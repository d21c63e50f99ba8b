using System.Collections.Concurrent;
using System.Text;
using Magpie.Cli.Tests.Running;
using Microsoft.Playwright;

namespace Magpie.Cli.Tests.Page;

/// <summary>A running Magpie and the Chromium of this machine.</summary>
public sealed class Browser : IAsyncLifetime, IAsyncDisposable
{
    private readonly RunningMagpie _magpie = new();
    private IPlaywright? _playwright;
    private IBrowser? _chromium;
    private IAPIRequestContext? _client;

    /// <summary>Path of an installed Chromium or Chrome; null where there is none.</summary>
    public static string? Installed { get; } = Environment.GetEnvironmentVariable("PATH")!.Split(':')
        .SelectMany(folder => (string[])[Path.Combine(folder, "chromium"), Path.Combine(folder, "google-chrome")])
        .FirstOrDefault(File.Exists);

    public Uri Address => new($"http://localhost:{_magpie.Port}/");

    /// <summary>The link with the demo account's key, as <c>up</c> prints it.</summary>
    public string Link => _magpie.Output.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith("Page ", StringComparison.Ordinal))[4..].Trim();

    public async Task InitializeAsync()
    {
        if (Installed is not null)
        {
            // The tests of other parts may keep the machine busy.
            Assertions.SetDefaultExpectTimeout(60_000);
            await _magpie.StartAsync();
            _playwright = await Playwright.CreateAsync();
            _chromium = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = Installed,
                Args =
                [
                    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                ],
            });
        }
    }

    /// <summary>Magpie's own API, called by another client than the page, with the demo account's key.</summary>
    public async Task<IAPIResponse> CallAsync(string method, string path, object? body = null)
    {
        var given = System.Web.HttpUtility.ParseQueryString(new Uri(Link).Fragment.TrimStart('#'));
        var authorization = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{given["key"]}:{given["secret"]}"));
        _client ??= await _playwright!.APIRequest.NewContextAsync(new()
        {
            BaseURL = Address.AbsoluteUri,
            ExtraHTTPHeaders = [new("Authorization", $"Basic {authorization}")],
        });
        return await _client.FetchAsync(path, new() { Method = method, DataObject = body });
    }

    /// <summary>A tab that knows nothing, and what it complains about: script errors and broken content security policies.</summary>
    public async Task<(IPage Page, ConcurrentQueue<string> Complaints)> OpenAsync(string address, BrowserNewPageOptions? options = null)
    {
        var page = await _chromium!.NewPageAsync(options);
        var complaints = new ConcurrentQueue<string>();
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            // A refused request is an answer that the page is made for.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                complaints.Enqueue(message.Text);
            }
        };
        await page.GotoAsync(address);
        return (page, complaints);
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
        }

        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        _playwright?.Dispose();
        await _magpie.DisposeAsync();
    }
}

/// <summary>A test that needs a browser on this machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Installed is null)
        {
            Skip = "No Chromium is installed.";
        }
    }
}
