using System.Net;
using System.Text.Json;
using Magpie.Accounts;
using Magpie.Core.Tests.Imaging;
using Magpie.Functions.Tests.Hosting;
using Magpie.Functions.Tests.Notifications;
using Magpie.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Imagga.Contract;

/// <summary>The app with every pack there is, a low limit for images, and a server of pictures in the place of the vendor's.</summary>
public sealed class ContractFixture : IAsyncLifetime
{
    /// <summary>Bytes of an image: low, so that what is too large is quick to send.</summary>
    public const int MaxImageBytes = 3_000_000;

    /// <summary>An account that may ask one thing at a time.</summary>
    public const string Narrow = "narrow";

    /// <summary>An account with a single image a month.</summary>
    public const string Small = "small";

    /// <summary>A picture with a bit of everything but faces, text and barcodes.</summary>
    public static readonly byte[] Scene = Pictures.Jpeg(Pictures.Scene(400, 300), 400, 300);

    private readonly Dictionary<string, byte[]> _pictures = new(StringComparer.Ordinal);

    /// <summary>Whether there are packs for everything, rather than the one that comes with the app alone.</summary>
    public static bool HasModels => Repository.Models is not null;

    public Azurite Storage { get; } = new();

    public RunningApp App { get; private set; } = null!;

    public Receiver Web { get; private set; } = null!;

    /// <summary>Answers <c>/held.jpg</c> when it is set.</summary>
    public TaskCompletionSource Released { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Is set when <c>/held.jpg</c> is asked for.</summary>
    public TaskCompletionSource Held { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task InitializeAsync()
    {
        await Storage.StartAsync();
        Web = await Receiver.StartAsync();
        Web.Answer = ServeAsync;
        var own = Path.Combine(Repository.Root, "models");
        App = await RunningApp.StartAsync(
            Storage.ConnectionString,
            $"--MAGPIE_MODELS={(Repository.Models is { } shared ? $"{own}:{shared}" : own)}",
            $"--MAGPIE_FETCH_ALLOW={Web.HostAndPort}",
            $"--Magpie:Uploads:MaxImageBytes={MaxImageBytes}",
            $"--Magpie:Imagga:Accounts:{Narrow}:Concurrency=1",
            $"--Magpie:Imagga:Accounts:{Small}:MonthlyLimit=1");
        (await App.Anonymous.GetAsync("/healthz")).EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync()
    {
        await App.DisposeAsync();
        await Web.DisposeAsync();
        await Storage.DisposeAsync();
    }

    /// <summary>A client of an account of its own.</summary>
    public async Task<HttpClient> SignInAsync(string? account = null) => (await App.SignInAsync(account ?? NewAccount())).Client;

    /// <summary>An account of its own, with key and secret.</summary>
    public async Task<(string Account, string Key, string Secret)> CredentialAsync()
    {
        var account = NewAccount();
        var made = await App.Services.GetRequiredService<AccountService>().AddAsync(account, CredentialKind.Secret, "test", default);
        return (account, made.Credential.Key, made.Secret!);
    }

    /// <summary>The address of a picture, ready for a query.</summary>
    public string Url(string name) => Uri.EscapeDataString(new Uri(Web.Address, name).AbsoluteUri);

    /// <summary>The picture that goes with one of the seed's example addresses: what there is to be seen in the shared photos, else <see cref="Scene"/>.</summary>
    public static byte[] Picture(string name) => Repository.Photos is not { } photos ? Scene
        : File.ReadAllBytes(Path.Combine(photos, name switch
        {
            "barcode.png" => "barcode-ean13.png",
            "sample_text.jpg" => "text-licenceplate.jpg",
            "child-476506_640.jpg" or "girl-1211435_960_720.jpg" => "face-pair-dad-a.jpg",
            "car.jpg" => "dog-dachshund.jpg",
            _ => "landscape-balloons.jpg",
        }));

    /// <summary>The envelope of an answer: what is in it as JSON, checked for being one of the two that there are.</summary>
    internal static async Task<JsonElement> EnvelopeAsync(HttpResponseMessage response, string of = "")
    {
        var text = await response.Content.ReadAsStringAsync();
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/json", $"{of} {text}");
        var answer = JsonDocument.Parse(text).RootElement;
        var status = answer.GetProperty("status");
        status.GetProperty("type").GetString().ShouldBe(response.IsSuccessStatusCode ? "success" : "error", $"{of} {text}");
        answer.TryGetProperty("result", out _).ShouldBe(response.IsSuccessStatusCode, $"{of} {text}");
        if (!response.IsSuccessStatusCode)
        {
            status.GetProperty("text").GetString().ShouldNotBeNullOrWhiteSpace(of);
            text.ShouldNotContain("Exception", customMessage: of);
        }

        return answer;
    }

    /// <summary>The call is refused, in the envelope, with this status; answers what is said about it.</summary>
    internal static async Task<string> ShouldFailAsync(Task<HttpResponseMessage> call, HttpStatusCode status, string of = "")
    {
        using var response = await call;
        var answer = await EnvelopeAsync(response, of);
        response.StatusCode.ShouldBe(status, $"{of} {answer}");
        return answer.GetProperty("status").GetProperty("text").GetString()!;
    }

    internal static async Task<JsonElement> ResultAsync(Task<HttpResponseMessage> call, string of = "")
    {
        using var response = await call;
        var answer = await EnvelopeAsync(response, of);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{of} {answer}");
        return answer.GetProperty("result");
    }

    private static string NewAccount() => "a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);

    private async Task ServeAsync(HttpContext context, int number)
    {
        var name = Path.GetFileName(context.Request.Path.Value!);
        switch (name)
        {
            case "into-private":
                context.Response.Redirect("http://10.0.0.1/x.png");
                return;
            case "endless.jpg":
                await context.Response.Body.WriteAsync(Scene);
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(new byte[1 << 16], context.RequestAborted);
                }

                return;
            case "held.jpg":
                Held.TrySetResult();
                await Released.Task;
                break;
        }

        byte[] picture;
        lock (_pictures)
        {
            picture = name is "scene.jpg" or "held.jpg" ? Scene : _pictures.TryGetValue(name, out var known) ? known : _pictures[name] = Picture(name);
        }

        context.Response.ContentType = "image/jpeg";
        await context.Response.Body.WriteAsync(picture);
    }
}

[CollectionDefinition(Name)]
public sealed class ContractCollection : ICollectionFixture<ContractFixture>
{
    public const string Name = "imagga contract";
}
