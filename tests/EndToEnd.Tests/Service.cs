using System.Net;
using System.Text.Json;
using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests;

/// <summary>Azurite and the app, both as processes.</summary>
public class Service : IAsyncLifetime, IAsyncDisposable
{
    private readonly HttpClient _browser = new();

    public Service()
        : this(new Dictionary<string, string>(StringComparer.Ordinal))
    {
    }

    /// <summary>Prepares both; nothing runs yet.</summary>
    /// <param name="settings">Environment variables beside the usual ones.</param>
    internal Service(IReadOnlyDictionary<string, string> settings) => App = new MagpieApp(Azurite.ConnectionString, settings);

    public Azurite Azurite { get; } = new();

    public MagpieApp App { get; }

    /// <summary>Without credentials, as a browser or a CDN.</summary>
    public HttpClient Browser => _browser;

    public virtual async Task InitializeAsync()
    {
        await Azurite.StartAsync();
        await App.StartAsync("/healthz");
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Azurite.DisposeAsync();
        _browser.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Reserves a place and puts the bytes; answers the id. No place is given for an empty file: it is announced as one byte.</summary>
    public async Task<string> UploadAsync(byte[] file, string name, string contentType, params string[] tags)
    {
        var place = await App.ReserveAsync(name, contentType, Math.Max(1, file.Length), null, tags);
        using var put = await MagpieApp.PutAsync(_browser, place, file);
        put.StatusCode.ShouldBe(HttpStatusCode.Created);
        return place.Id;
    }

    /// <summary>Uploads and waits for what becomes of it.</summary>
    public async Task<JsonElement> SettleAsync(byte[] file, string name, string contentType, params string[] tags) =>
        await App.SettledAsync(await UploadAsync(file, name, contentType, tags));

    /// <summary>Gets a file without credentials.</summary>
    public async Task<(byte[] Content, string? ContentType)> DownloadAsync(string address)
    {
        using var response = await _browser.GetAsync(new Uri(address));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.Content.ReadAsByteArrayAsync(), response.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Tags of the demo account with their counts.</summary>
    public async Task<Dictionary<string, long>> CountsAsync()
    {
        using var answer = JsonDocument.Parse(await App.Client.GetStringAsync(new Uri("/api/tags", UriKind.Relative)));
        return answer.RootElement.GetProperty("tags").EnumerateArray().ToDictionary(
            tag => tag.GetProperty("tag").GetString()!, tag => tag.GetProperty("count").GetInt64(), StringComparer.Ordinal);
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, TimeSpan limit, Func<string> otherwise)
    {
        using var deadline = new CancellationTokenSource(limit);
        while (!await holds())
        {
            deadline.IsCancellationRequested.ShouldBeFalse(otherwise());
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}

/// <summary>What tests read of an asset's JSON.</summary>
internal static class AssetJson
{
    public static string State(this JsonElement asset) => asset.GetProperty("state").GetString()!;

    public static string? ErrorCode(this JsonElement asset) =>
        asset.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error.GetProperty("code").GetString() : null;

    public static IReadOnlyList<string> Tags(this JsonElement asset) => [.. asset.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)];

    /// <summary>The models' tags and all that stands above them.</summary>
    public static IReadOnlySet<string> Named(this JsonElement asset) => asset.GetProperty("mlTags").EnumerateArray()
        .SelectMany(tag => tag.GetProperty("parents").EnumerateArray().Select(parent => parent.GetString()!).Append(tag.GetProperty("tag").GetString()!))
        .ToHashSet(StringComparer.Ordinal);

    public static string Url(this JsonElement asset, string name) => asset.GetProperty("urls").GetProperty(name).GetString()!;
}
