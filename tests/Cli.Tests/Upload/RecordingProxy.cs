using System.Collections.Concurrent;
using System.Net;
using Magpie.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Magpie.Cli.Tests.Upload;

/// <summary>Stands between a client and a server: passes everything on, writes down what was asked, and may leave requests without an answer.</summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly WebApplication _app;
    private readonly Uri _target;

    public RecordingProxy(int targetPort)
    {
        _target = new Uri($"http://127.0.0.1:{targetPort}");
        Port = Azurite.FreePort();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, Port);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        _app = builder.Build();
        _app.Run(ForwardAsync);
    }

    public int Port { get; }

    /// <summary>Method and target of each request that was passed on and answered with success.</summary>
    public ConcurrentQueue<string> Taken { get; } = new();

    /// <summary>Requests that are left without an answer.</summary>
    public Func<string, bool> Holds { get; set; } = static _ => false;

    /// <summary>Requests that are answered with this status in place of the server's.</summary>
    public Func<string, int?> Answers { get; set; } = static _ => null;

    public int Count(string part) => Taken.Count(request => request.Contains(part, StringComparison.Ordinal));

    public Task StartAsync() => _app.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var name = $"{context.Request.Method} {target}";
        if (Holds(name))
        {
            var left = new TaskCompletionSource();
            await using var registered = context.RequestAborted.Register(left.SetResult);
            await left.Task;
            return;
        }

        if (Answers(name) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), _target + target[1..]);
        request.Content = context.Request.ContentLength is null && context.Request.Headers.TransferEncoding.Count == 0 ? null : new StreamContent(context.Request.Body);
        foreach (var (header, values) in context.Request.Headers.Where(header => header.Key is not ("Host" or "Transfer-Encoding")))
        {
            _ = request.Headers.TryAddWithoutValidation(header, values.ToArray()) || request.Content?.Headers.TryAddWithoutValidation(header, values.ToArray()) == true;
        }

        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        if (response.IsSuccessStatusCode)
        {
            Taken.Enqueue(name);
        }

        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (header, values) in response.Headers.Concat(response.Content.Headers).Where(header => header.Key is not ("Transfer-Encoding" or "Connection")))
        {
            context.Response.Headers[header] = values.ToArray();
        }

        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
