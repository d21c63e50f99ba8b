using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Magpie.Tests.Support;

/// <summary>
/// The part of Cloudinary's upload API that Magpie calls, on a loopback port: checks key, timestamp, signature and parameters, joins
/// chunks, keeps what was uploaded, and fails in the ways it is told to.
/// </summary>
public sealed class CloudinaryServer : IAsyncLifetime, IAsyncDisposable
{
    public const string Cloud = "magpie-test";
    public const string Key = "123456789012345";
    public const string Secret = "not-a-secret-but-long-enough";

    private readonly string _folder = Directory.CreateTempSubdirectory("magpie-cloudinary-").FullName;
    private readonly ConcurrentQueue<CloudinaryCall> _calls = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CloudinaryStore _store = new(Cloud, Secret, TimeProvider.System);
    private readonly CloudinaryChunks _chunks;
    private WebApplication? _app;

    public CloudinaryServer()
    {
        _chunks = new CloudinaryChunks(_folder);
    }

    /// <summary>Scheme, host and port: what <c>upload_prefix</c> is set to.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The value of CLOUDINARY_URL that leads here.</summary>
    public string Url => $"cloudinary://{Key}:{Secret}@{Cloud}?upload_prefix={Address}";

    /// <summary>How the next calls go wrong.</summary>
    public CloudinaryFaults Faults { get; } = new();

    /// <summary>Every call whose form arrived whole, in order, also those that were refused.</summary>
    public IReadOnlyList<CloudinaryCall> Calls => [.. _calls];

    /// <summary>What is kept now.</summary>
    public IReadOnlyList<CloudinaryAsset> Assets => _store.All;

    /// <summary>What is kept under a public id, folder included; null when there is nothing.</summary>
    public CloudinaryAsset? Find(string publicId, string resourceType = "image") => _store.Find(resourceType, publicId);

    /// <summary>One that runs.</summary>
    public static async Task<CloudinaryServer> StartAsync()
    {
        var server = new CloudinaryServer();
        await server.InitializeAsync();
        return server;
    }

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 120 * 1024 * 1024;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        _app = builder.Build();
        _app.MapPost("/v1_1/{cloud}/{resourceType}/{action}", AnswerAsync);
        await _app.StartAsync();
        Address = _app.Urls.Single();
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_app is { } app)
        {
            _app = null;
            await app.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
            _stopping.Dispose();
        }
    }

    private async Task AnswerAsync(HttpContext context, string cloud, string resourceType, string action)
    {
        var fault = Faults.Take(action);
        if (fault?.Kind == CloudinaryFaultKind.CutRequest)
        {
            _ = await context.Request.Body.ReadAtLeastAsync(new byte[4096], 4096, throwOnEndOfStream: false, context.RequestAborted);
            context.Abort();
            return;
        }

        CloudinaryForm form;
        try
        {
            form = await CloudinaryForm.ReadAsync(context.Request, _folder, context.RequestAborted);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or BadHttpRequestException)
        {
            // The client went away in the middle.
            return;
        }

        var call = new CloudinaryCall(cloud, resourceType, action, form, context.Request);
        _calls.Enqueue(call);
        if (fault is { BeforeWork: true })
        {
            await fault.AnswerAsync(context, CloudinaryAnswer.Error(fault.Status, "Injected fault"), _stopping.Token);
            form.Discard();
            return;
        }

        var answer = CloudinaryChecks.Refuse(call, TimeProvider.System) ?? await DispatchAsync(call, context.RequestAborted);
        form.Discard();
        await (fault is null ? answer.WriteAsync(context) : fault.AnswerAsync(context, answer, _stopping.Token));
    }

    private async Task<CloudinaryAnswer> DispatchAsync(CloudinaryCall call, CancellationToken cancellationToken) => call.Action switch
    {
        "upload" when call.UploadId is not null => await _chunks.AddAsync(call, cancellationToken) is { } incomplete
            ? incomplete
            : await _store.UploadAsync(call, _chunks.Take(call.UploadId), cancellationToken),
        "upload" => await _store.UploadAsync(call, call.Form.FilePath, cancellationToken),
        "explicit" => _store.Explicit(call),
        "destroy" => _store.Destroy(call),
        "tags" => _store.Tags(call),
        "context" => _store.Context(call),
        _ => CloudinaryAnswer.Error(404, "Not found"),
    };
}
