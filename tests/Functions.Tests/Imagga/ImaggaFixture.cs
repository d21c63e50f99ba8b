using System.Net.Http.Headers;
using Azure.Data.Tables;
using Magpie.Functions.Imagga;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Ingest;
using Magpie.Functions.Tests.Notifications;
using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>The app with the pack that comes with it and a clock of its own, and a server of pictures that it may fetch from.</summary>
public sealed class ImaggaFixture : IAsyncLifetime
{
    public Azurite Storage { get; } = new();

    public RunningApp App { get; private set; } = null!;

    public Receiver Web { get; private set; } = null!;

    /// <summary>The table of faces as the app has it.</summary>
    public TableClient Faces => new TableServiceClient(Storage.ConnectionString).GetTableClient(FaceStore.Table);

    public async Task InitializeAsync()
    {
        await Storage.StartAsync();
        Web = await Receiver.StartAsync();
        Web.Answer = async (context, _) =>
        {
            context.Response.ContentType = "image/jpeg";
            await context.Response.Body.WriteAsync(Photos.Sideways);
        };
        App = await RunningApp.StartAsync(
            Storage.ConnectionString,
            $"--MAGPIE_MODELS={Path.Combine(Repository.Root, "models")}",
            $"--MAGPIE_FETCH_ALLOW={Web.HostAndPort}",
            "--Magpie:Imagga:Accounts:small:MonthlyLimit=2");
        (await App.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await Web.DisposeAsync();
        await Storage.DisposeAsync();
    }

    /// <summary>A client of an account of its own.</summary>
    public async Task<HttpClient> SignInAsync(string? account = null) =>
        (await App.SignInAsync(account ?? "a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal))).Client;

    /// <summary>A form with one image and parameters.</summary>
    internal static MultipartFormDataContent Form(byte[] image, params (string Name, string Value)[] parameters)
    {
        var file = new ByteArrayContent(image);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        var form = new MultipartFormDataContent { { file, "image", "photo.jpg" } };
        foreach (var (name, value) in parameters)
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }
}
