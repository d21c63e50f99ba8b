using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Magpie.Tests.Support;

namespace Magpie.Bench.Search;

/// <summary>The app over a made catalogue, its snapshot built and loaded.</summary>
internal sealed class SearchedApp : IAsyncDisposable
{
    private bool _isDisposed;

    private SearchedApp()
    {
        App = new MagpieApp(Azurite.ConnectionString, LoadSettings.Unlimited);
        Stack = new SearchStack(Azurite.ConnectionString, MagpieApp.Key);
    }

    public Azurite Azurite { get; } = new() { IsInMemory = true };

    public MagpieApp App { get; }

    public SearchStack Stack { get; }

    /// <summary>What building its snapshot took.</summary>
    public TimeSpan Built { get; private set; }

    public static async Task<SearchedApp> StartAsync(int assets, CancellationToken cancellationToken)
    {
        var searched = new SearchedApp();
        await searched.Azurite.StartAsync();
        await searched.App.StartAsync("/healthz");
        await new MadeCatalogue(MagpieApp.Key, assets).FillAsync(searched.Stack.Assets, searched.Stack.Tags, cancellationToken);
        searched.Built = await searched.Stack.BuildAsync(cancellationToken);
        for (var warmUp = 0; warmUp < MadeCatalogue.Tags; warmUp++)
        {
            await searched.SearchAsync(0, 1, cancellationToken);
        }

        return searched;
    }

    /// <summary>The first page of a tag: milliseconds.</summary>
    public async Task<double> SearchAsync(int tag, int page, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var found = await App.Client.GetFromJsonAsync<JsonElement>(
            $"/api/search?tag={Uri.EscapeDataString(MadeCatalogue.Tag(tag))}&limit={page}", cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return found.GetProperty("hits").GetArrayLength() == page ? elapsed : throw new InvalidOperationException($"A page is not full: {found}");
    }

    /// <summary>Reserves and puts a photo; the app works on it by itself. Its id.</summary>
    public async Task<string> UploadAsync(HttpClient storage, byte[] photo)
    {
        var place = await App.ReserveAsync("photo.jpg", "image/jpeg", photo.Length);
        using var put = await MagpieApp.PutAsync(storage, place, photo);
        put.EnsureSuccessStatusCode();
        return place.Id;
    }

    /// <summary>Uploads photos, a few at a time, and waits until each is settled.</summary>
    public async Task SettleAsync(IReadOnlyList<byte[]> photos, CancellationToken cancellationToken)
    {
        using var storage = new HttpClient();
        await Parallel.ForEachAsync(photos, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellationToken }, async (photo, _) =>
            await App.SettledAsync(await UploadAsync(storage, photo)));
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await App.DisposeAsync();
        await Azurite.DisposeAsync();
    }
}
