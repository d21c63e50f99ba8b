using Azure.Data.Tables;
using Magpie.Functions.Imagga;
using Magpie.Functions.Tests.Hosting;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>The app with the shared face packs where there are some.</summary>
public sealed class FacesAppFixture : IAsyncLifetime
{
    public Azurite Storage { get; } = new();

    public RunningApp App { get; private set; } = null!;

    /// <summary>The table as the app has it.</summary>
    public TableClient Faces => new TableServiceClient(Storage.ConnectionString).GetTableClient(FaceStore.Table);

    public async Task InitializeAsync()
    {
        await Storage.StartAsync();
        var models = Repository.Models is { } shared ? $"{shared}/faces-yunet:{shared}/faces-mobilefacenet" : Path.Combine(Repository.Root, "models");
        App = await RunningApp.StartAsync(Storage.ConnectionString, $"--MAGPIE_MODELS={models}");
        (await App.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await Storage.DisposeAsync();
    }
}
