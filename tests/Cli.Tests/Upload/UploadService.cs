using System.Diagnostics;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Magpie.Assets;
using Magpie.Cli.Tests.Page;
using Magpie.Cli.Tests.Running;
using Magpie.Functions.Assets;
using Magpie.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Magpie.Cli.Tests.Upload;

/// <summary>Azurite and the app, each behind a proxy that writes down what <c>upload</c> asks of them.</summary>
public sealed class UploadService : IAsyncLifetime, IAsyncDisposable
{
    private const string Account = "demo";

    private readonly Azurite _azurite = new();
    private RecordingProxy? _storage;
    private RecordingProxy? _api;
    private MagpieApp? _app;

    internal RecordingProxy Storage => _storage!;

    internal RecordingProxy Api => _api!;

    internal MagpieApp App => _app!;

    public async Task InitializeAsync()
    {
        await _azurite.StartAsync();
        _storage = new RecordingProxy(_azurite.BlobPort);
        await _storage.StartAsync();
        _app = new MagpieApp(
            _azurite.ConnectionString.Replace($"127.0.0.1:{_azurite.BlobPort}/", $"127.0.0.1:{_storage.Port}/", StringComparison.Ordinal));
        await _app.StartAsync("/healthz");
        _api = new RecordingProxy(_app.Port);
        await _api.StartAsync();
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        await _api!.DisposeAsync();
        await _storage!.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    /// <summary>Runs <c>magpie upload</c> to its end.</summary>
    internal Task<Outcome> UploadAsync(TemporaryFolder state, params string[] arguments)
    {
        var start = Describe(state, arguments);
        return Shell.RunAsync(start.FileName, [.. start.ArgumentList], Environment());
    }

    /// <summary>Starts it and leaves it running.</summary>
    internal Process Start(TemporaryFolder state, params string[] arguments)
    {
        var process = Process.Start(Describe(state, arguments))!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Fails the one asset of a journal, as the service does after an outage; answers its id.</summary>
    /// <param name="bytes">What had arrived of it; null for nothing.</param>
    internal async Task<string> FailAsync(TemporaryFolder state, byte[]? bytes)
    {
        var lines = Directory.GetFiles(state.Path).SelectMany(File.ReadAllLines).Where(line => line.Contains("\"id\"", StringComparison.Ordinal));
        var id = JsonDocument.Parse(lines.First()).RootElement.GetProperty("id").GetString()!;
        var tables = new TableServiceClient(_azurite.ConnectionString);
        var catalogue = new TableCatalogue(
            tables.GetTableClient(AssetServices.AssetsTable), tables.GetTableClient(AssetServices.TagsTable), new AssetChanges(TimeProvider.System),
            new Random(1), TimeProvider.System, NullLogger<TableCatalogue>.Instance);
        var read = (await catalogue.FindAsync(Account, id, default))!;
        var failed = read.Asset with { State = AssetState.Failed, Error = new AssetError("delivery-down", "Nobody answered.") };
        (await catalogue.TryReplaceAsync(read, failed, null, default)).ShouldNotBeNull();
        if (bytes is not null)
        {
            await new BlobClient(_azurite.ConnectionString, "incoming", $"{Account}/{id}").UploadAsync(BinaryData.FromBytes(bytes));
        }

        return id;
    }

    /// <summary>The JSON lines of one event.</summary>
    internal static JsonElement[] Events(string output, string name) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("event").GetString() == name)];

    /// <summary>A picture of its own for each number.</summary>
    internal static byte[] Picture(int number, int width = 24, int height = 16)
    {
        var picture = Pictures.Bmp(width, height);
        BitConverter.TryWriteBytes(picture.AsSpan(54), number);
        return picture;
    }

    private ProcessStartInfo Describe(TemporaryFolder state, string[] arguments) => Shell.Describe(
        "dotnet",
        [
            Path.Combine(Repository.Root, "src", "Cli", "bin", Checkout.Configuration, "net10.0", "magpie.dll"),
            "upload", "--server", $"http://127.0.0.1:{Api.Port}", "--state", state.Path, .. arguments,
        ],
        Environment());

    private static Dictionary<string, string?> Environment() =>
        new(StringComparer.Ordinal) { ["MAGPIE_KEY"] = MagpieApp.Key, ["MAGPIE_SECRET"] = MagpieApp.Secret };
}
