using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Tests.Operations;

/// <summary>A collector of OTLP over HTTP on loopback that keeps the bytes of what came; protobuf writes texts as they are.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    private OtlpReceiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.Run(receiver.ReceiveAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Waits until this text was received at the path.</summary>
    public Task ReceivedAsync(string path, string text) => ReceivedAsync(path, System.Text.Encoding.UTF8.GetBytes(text), text);

    public async Task ReceivedAsync(string path, byte[] bytes, string what)
    {
        using var deadline = new CancellationTokenSource(Limit);
        while (!Has(path, bytes))
        {
            deadline.IsCancellationRequested.ShouldBeFalse($"{what} did not come to {path}; {_received.Count} requests did");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>Waits until the newest export that has this number has it like this.</summary>
    public async Task CountedAsync(long value, string metric, params (string Name, string Value)[] tags)
    {
        using var deadline = new CancellationTokenSource(Limit);
        long? last = null;
        while ((last = Last(metric, tags)) != value)
        {
            deadline.IsCancellationRequested.ShouldBeFalse($"{metric} {string.Join(' ', tags)} is {last?.ToString(CultureInfo.InvariantCulture) ?? "not there"}, not {value}");
            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>Whether any request held this text.</summary>
    public bool Has(string text) => _received.Any(request => request.Body.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private long? Last(string metric, (string Name, string Value)[] tags) => _received.Where(request => request.Path == "/v1/metrics").Reverse()
        .SelectMany(request => OtlpMetrics.Read(request.Body))
        .FirstOrDefault(point => point.Metric == metric && tags.All(tag => point.Tags.GetValueOrDefault(tag.Name) == tag.Value))?.Value;

    private bool Has(string path, byte[] bytes) => _received.Any(request => request.Path == path && request.Body.AsSpan().IndexOf(bytes) >= 0);

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _received.Enqueue((context.Request.Path, body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }
}
