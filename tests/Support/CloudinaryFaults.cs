using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Magpie.Tests.Support;

/// <summary>The ways to go wrong.</summary>
public enum CloudinaryFaultKind
{
    /// <summary>Another status than the work would have had; the work is not done.</summary>
    Status,

    /// <summary>The call is read and never answered; the work is not done.</summary>
    Silence,

    /// <summary>The work is done; the connection ends in the middle of the answer.</summary>
    HalfAnswer,

    /// <summary>The work is done; the answer is a proxy's page.</summary>
    Garbage,

    /// <summary>The work is done; the answer comes late.</summary>
    Slow,

    /// <summary>The connection ends in the middle of the request.</summary>
    CutRequest,
}

/// <summary>One way to go wrong.</summary>
public sealed record CloudinaryFault(CloudinaryFaultKind Kind, int Status = 500, string? RetryAfter = null, TimeSpan Delay = default)
{
    public static CloudinaryFault Silence { get; } = new(CloudinaryFaultKind.Silence);

    public static CloudinaryFault HalfAnswer { get; } = new(CloudinaryFaultKind.HalfAnswer);

    public static CloudinaryFault Garbage { get; } = new(CloudinaryFaultKind.Garbage);

    public static CloudinaryFault CutRequest { get; } = new(CloudinaryFaultKind.CutRequest);

    internal bool BeforeWork => Kind is CloudinaryFaultKind.Status or CloudinaryFaultKind.Silence;

    public static CloudinaryFault Answer(int status, int? retryAfterSeconds = null) =>
        new(CloudinaryFaultKind.Status, status, retryAfterSeconds?.ToString(CultureInfo.InvariantCulture));

    public static CloudinaryFault Slow(TimeSpan delay) => new(CloudinaryFaultKind.Slow, Delay: delay);

    internal async Task AnswerAsync(HttpContext context, CloudinaryAnswer answer, CancellationToken stopping)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        switch (Kind)
        {
            case CloudinaryFaultKind.Silence:
                await Task.Delay(Timeout.InfiniteTimeSpan, until.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                context.Abort();
                break;
            case CloudinaryFaultKind.HalfAnswer:
                var body = answer.Bytes();
                context.Response.ContentType = "application/json; charset=utf-8";
                context.Response.ContentLength = body.Length;
                await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), until.Token);
                await context.Response.Body.FlushAsync(until.Token);
                context.Abort();
                break;
            case CloudinaryFaultKind.Garbage:
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html><body>502 Bad Gateway</body></html>", until.Token);
                break;
            case CloudinaryFaultKind.Slow:
                await Task.Delay(Delay, until.Token);
                await answer.WriteAsync(context);
                break;
            default:
                context.Response.Headers.RetryAfter = RetryAfter;
                await answer.WriteAsync(context);
                break;
        }
    }
}

/// <summary>Which calls go wrong, and how.</summary>
public sealed class CloudinaryFaults
{
    private readonly Lock _gate = new();
    private readonly List<(string? Action, CloudinaryFault Fault)> _next = [];
    private (int Nth, CloudinaryFault Fault)? _every;
    private int _seen;

    /// <summary>The next calls, of one action or of any, go wrong; after those that were asked for before.</summary>
    public void Next(CloudinaryFault fault, int times = 1, string? action = null)
    {
        lock (_gate)
        {
            _next.AddRange(Enumerable.Repeat((action, fault), times));
        }
    }

    /// <summary>Each <paramref name="nth"/> call goes wrong from now on; 1 is every call.</summary>
    public void Every(int nth, CloudinaryFault fault)
    {
        lock (_gate)
        {
            (_every, _seen) = ((nth, fault), 0);
        }
    }

    /// <summary>Nothing goes wrong any more.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _next.Clear();
            _every = null;
        }
    }

    internal CloudinaryFault? Take(string action)
    {
        lock (_gate)
        {
            var at = _next.FindIndex(next => next.Action is null || string.Equals(next.Action, action, StringComparison.Ordinal));
            if (at >= 0)
            {
                var fault = _next[at].Fault;
                _next.RemoveAt(at);
                return fault;
            }

            return _every is { } every && ++_seen % every.Nth == 0 ? every.Fault : null;
        }
    }
}
