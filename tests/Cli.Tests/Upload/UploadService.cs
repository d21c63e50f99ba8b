using System.Diagnostics;
using System.Text.Json;
using Magpie.Cli.Tests.Page;
using Magpie.Cli.Tests.Running;
using Magpie.Tests.Support;

namespace Magpie.Cli.Tests.Upload;

/// <summary>Azurite and the app, each behind a proxy that writes down what <c>upload</c> asks of them.</summary>
public sealed class UploadService : IAsyncLifetime, IAsyncDisposable
{
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
