using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Tests.Notifications;

/// <summary>A receiver of webhooks on loopback: keeps what came and answers as it is told.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _received = new();

    private Receiver(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>As <c>MAGPIE_FETCH_ALLOW</c> names it.</summary>
    public string HostAndPort => Address.Authority;

    /// <summary>Answers a request; the number counts from 1. By default 204.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; } = static (context, _) =>
    {
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    };

    public IReadOnlyList<Received> Requests => [.. _received];

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.ReceiveAsync);
        await app.StartAsync();
        receiver.Address = new Uri(app.Urls.First());
        return receiver;
    }

    /// <summary>Waits until so many have come, and answers them.</summary>
    public async Task<IReadOnlyList<Received>> ReceivedAsync(int count)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (_received.Count < count)
        {
            deadline.IsCancellationRequested.ShouldBeFalse($"{_received.Count} of {count} requests came");
            await Task.Delay(20, CancellationToken.None);
        }

        return Requests;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _received.Enqueue(new Received(context.Request.Path, headers, body.ToArray(), TimeProvider.System.GetUtcNow()));
        await Answer(context, _received.Count);
    }
}

/// <summary>A request as it came.</summary>
public sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, DateTimeOffset At)
{
    public string EventId => Headers["Magpie-Event-Id"];

    public int Attempt => int.Parse(Headers["Magpie-Delivery-Attempt"], CultureInfo.InvariantCulture);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>As docs/webhooks.md says a receiver should check.</summary>
    public void ShouldBeSignedWith(string secret)
    {
        var parts = Headers["Magpie-Signature"].Split(',').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts["t"], CultureInfo.InvariantCulture));
        (At - at).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(30));
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{parts["t"]}."), .. Body];
        parts["v1"].ShouldBe(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)));
    }
}
