using Azure.Storage.Blobs;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests.Faults;

/// <summary>A whole installation: Azurite, any number of instances of the app on it, a Cloudinary where wanted, and a TEMP_DIR of its own.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly HttpClient _camera = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Prepares it; nothing runs yet.</summary>
    /// <param name="cloudinary">Running; null to deliver from blob storage.</param>
    public Site(CloudinaryServer? cloudinary = null) => Cloudinary = cloudinary;

    public Azurite Azurite { get; } = new();

    public CloudinaryServer? Cloudinary { get; }

    public List<MagpieApp> Apps { get; } = [];

    public MagpieApp App => Apps[0];

    /// <summary>Where storage is served from: Azurite itself, or what stands before it.</summary>
    public string? ConnectionString { get; set; }

    public string TemporaryFolder { get; } = Directory.CreateTempSubdirectory("magpie-temporary-").FullName;

    /// <summary>A client of the storage account that no fault comes between.</summary>
    public BlobServiceClient Blobs => new(Azurite.ConnectionString);

    /// <summary>A client that puts files to where it is told; has no credentials.</summary>
    public HttpClient Camera => _camera;

    /// <summary>Starts Azurite and so many instances.</summary>
    public async Task StartAsync(int instances = 1, params (string Name, string Value)[] settings)
    {
        await Azurite.StartAsync();
        for (var i = 0; i < instances; i++)
        {
            await Add(settings).StartAsync("/healthz");
        }
    }

    /// <summary>Prepares one more instance.</summary>
    public MagpieApp Add(params (string Name, string Value)[] settings)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["TEMP_DIR"] = TemporaryFolder,
            ["CLOUDINARY_URL"] = Cloudinary?.Url ?? "",
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        var app = new MagpieApp(ConnectionString ?? Azurite.ConnectionString, environment);
        Apps.Add(app);
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in Apps)
        {
            await app.DisposeAsync();
        }

        await Azurite.DisposeAsync();
        _camera.Dispose();
        Directory.Delete(TemporaryFolder, recursive: true);
    }
}
