using System.IO.Compression;
using System.Net.Http.Headers;
using Magpie.Accounts;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Ingest;
using Magpie.Functions.Tests.Notifications;
using Magpie.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Clarifai;

/// <summary>The app with the pack that comes with it, and a server of pictures that it may fetch from.</summary>
public sealed class ClarifaiFixture : IAsyncLifetime
{
    /// <summary>Bytes of an image.</summary>
    private const int MaxImageBytes = 4 << 20;

    private static readonly byte[] PngHead = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public Azurite Storage { get; } = new();

    public RunningApp App { get; private set; } = null!;

    /// <summary>
    /// Serves <c>/red.png</c>, <c>/nest.jpg</c>, <c>/meadow.png</c>, <c>/stripes.png</c>, <c>/film.mp4</c> where there is ffmpeg, a page and what no fetcher
    /// should swallow.
    /// </summary>
    public Receiver Web { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Storage.StartAsync();
        Web = await Receiver.StartAsync();
        Web.Answer = ServeAsync;
        App = await RunningApp.StartAsync(
            Storage.ConnectionString,
            $"--MAGPIE_MODELS={Path.Combine(Repository.Root, "models")}",
            $"--MAGPIE_FETCH_ALLOW={Web.HostAndPort}",
            "--Magpie:Search:Patience=00:00:30",
            $"--Magpie:Uploads:MaxImageBytes={MaxImageBytes}");
        (await App.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await Web.DisposeAsync();
        await Storage.DisposeAsync();
    }

    /// <summary>The address of a picture.</summary>
    public string Url(string name) => new Uri(Web.Address, name).AbsoluteUri;

    /// <summary>A new account's key, and a client that uses it as Clarifai's clients do.</summary>
    public async Task<(HttpClient Client, NewCredential Credential)> SignInAsync(string? account = null)
    {
        account ??= "a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);
        var made = await App.Services.GetRequiredService<AccountService>().AddAsync(account, CredentialKind.Secret, "test", default);
        var client = new HttpClient { BaseAddress = App.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Key", $"{made.Credential.Key}.{made.Secret}");
        return (client, made);
    }

    private static async Task ServeAsync(HttpContext context, int number)
    {
        switch (context.Request.Path.Value)
        {
            case "/loop":
                context.Response.Redirect("/loop");
                return;
            case "/into-private":
                context.Response.Redirect("http://10.0.0.1/x.png");
                return;
            case "/bomb.png":
                context.Response.Headers.ContentEncoding = "gzip";
                await using (var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest))
                {
                    await gzip.WriteAsync(PngHead);
                    await gzip.WriteAsync(new byte[2 * MaxImageBytes]);
                }

                return;
            case "/large.png":
                context.Response.ContentLength = MaxImageBytes + 1;
                await context.Response.Body.WriteAsync(PngHead);
                await context.Response.Body.WriteAsync(new byte[MaxImageBytes + 1 - PngHead.Length], context.RequestAborted);
                return;
            case "/endless.png":
                await context.Response.Body.WriteAsync(PngHead);
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(new byte[64 << 10], context.RequestAborted);
                }

                return;
            case "/film.mp4":
                await context.Response.Body.WriteAsync(await Ffmpeg.MakeAsync(".mp4", "-f lavfi -i testsrc=duration=3:size=160x120:rate=10 -pix_fmt yuv420p"));
                return;
        }

        var file = context.Request.Path.Value switch
        {
            "/red.png" => Photos.Solid(64, 48),
            "/nest.jpg" => Photos.Sideways,
            "/meadow.png" => ClarifaiPictures.Meadow,
            "/stripes.png" => ClarifaiPictures.Stripes,
            "/page.html" => "<html>no picture</html>"u8.ToArray(),
            _ => null,
        };
        context.Response.StatusCode = file is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        await context.Response.Body.WriteAsync(file ?? []);
    }
}

[CollectionDefinition(Name)]
public sealed class ClarifaiCollection : ICollectionFixture<ClarifaiFixture>
{
    public const string Name = "clarifai";
}
