using Magpie.Accounts;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Hosting;

/// <summary>One Azurite and one app for the tests that leave both as they are.</summary>
public sealed class AppFixture : IAsyncLifetime
{
    public const string Account = "gallery";

    public Azurite Storage { get; } = new();

    public RunningApp App { get; private set; } = null!;

    /// <summary>May do everything in <see cref="Account"/>.</summary>
    public HttpClient Client { get; private set; } = null!;

    public Caller Caller { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Storage.StartAsync();
        App = await RunningApp.StartAsync(Storage.ConnectionString, "--CORS_ALLOWED_URL=https://gallery.example", "--Magpie:Search:Patience=00:00:30");
        (await App.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
        (Client, Caller) = await App.SignInAsync(Account);
    }

    public async Task DisposeAsync()
    {
        Client?.Dispose();
        if (App is not null)
        {
            await App.DisposeAsync();
        }

        await Storage.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class AppCollection : ICollectionFixture<AppFixture>
{
    public const string Name = "app";
}
