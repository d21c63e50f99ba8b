using Azure.Data.Tables;
using Magpie.Assets;
using Magpie.Cli.Tests.Running;
using Magpie.Functions.Assets;
using Magpie.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Magpie.Cli.Tests.Failed;

public sealed class FailedTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Account = "demo";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Azurite _storage = new();
    private MagpieApp? _app;

    private MagpieApp App => _app!;

    public async Task InitializeAsync()
    {
        await _storage.StartAsync();
        _app = new MagpieApp(_storage.ConnectionString);
        await _app.StartAsync("/healthz");
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _storage.DisposeAsync();
    }

    [Fact]
    public async Task What_failed_is_listed_and_worked_on_again_where_its_file_is_still_there()
    {
        (await RunAsync("list")).Output.ShouldContain("no asset has failed");
        var photo = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "docs", "screenshot.png"));
        var whole = await FailedAsync("whole.png", photo.Length);
        var gone = await FailedAsync("gone.png", photo.Length);
        using var storage = new HttpClient();
        (await MagpieApp.PutAsync(storage, whole, photo)).EnsureSuccessStatusCode();

        var listed = await RunAsync("list");
        listed.ExitCode.ShouldBe(0, listed.Error);
        listed.Output.ShouldContain(whole.Id);
        listed.Output.ShouldContain("gone.png");
        listed.Output.ShouldContain("delivery-down: Nobody answered.");

        var retried = await RunAsync("retry", "--all");
        retried.ExitCode.ShouldBe(1, retried.Output);
        retried.Output.ShouldContain($"{whole.Id}  queued");
        retried.Output.ShouldContain("1 queued, 1 refused");
        retried.Error.ShouldContain($"{gone.Id}  The asset's file is not here any more");

        await ReadyAsync(whole.Id);
        (await RunAsync("list")).Output.ShouldNotContain(whole.Id);
        (await RunAsync("retry", whole.Id)).Error.ShouldContain("The asset is ready");
    }

    [Theory]
    [InlineData("retry")]
    [InlineData("retry", "--all", "0199c3f0a1b27d3e8f405162738495a6")]
    [InlineData("retry", "not-an-id")]
    public async Task A_retry_that_says_nothing_or_both_is_refused_before_anything_is_asked(params string[] arguments)
    {
        var outcome = await RunAsync(arguments);
        outcome.ExitCode.ShouldBe(2, outcome.Output);
        outcome.Error.ShouldStartWith("magpie: ");
    }

    private async Task<MagpieApp.Place> FailedAsync(string name, int size)
    {
        var place = await App.ReserveAsync(name, "image/png", size);
        var tables = new TableServiceClient(_storage.ConnectionString);
        var catalogue = new TableCatalogue(
            tables.GetTableClient(AssetServices.AssetsTable), tables.GetTableClient("tags"), new AssetChanges(TimeProvider.System), new Random(1),
            TimeProvider.System, NullLogger<TableCatalogue>.Instance);
        var read = (await catalogue.FindAsync(Account, place.Id, default))!;
        var failed = read.Asset with { State = AssetState.Failed, Error = new AssetError("delivery-down", "Nobody answered.") };
        (await catalogue.TryReplaceAsync(read, failed, null, default)).ShouldNotBeNull();
        return place;
    }

    private async Task ReadyAsync(string id)
    {
        using var deadline = new CancellationTokenSource(Limit);
        while (!(await App.Client.GetStringAsync($"/api/assets/{id}?wait=5", deadline.Token)).Contains("\"state\":\"ready\"", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), deadline.Token);
        }
    }

    private Task<Outcome> RunAsync(params string[] arguments) => Shell.RunAsync(
        "dotnet",
        [Path.Combine(Repository.Root, "src", "Cli", "bin", Checkout.Configuration, "net10.0", "magpie.dll"), "failed", .. arguments, "--server", $"http://localhost:{App.Port}"],
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["MAGPIE_KEY"] = MagpieApp.Key, ["MAGPIE_SECRET"] = MagpieApp.Secret });
}
