using System.Collections.Concurrent;

namespace Magpie.Tests.Support;

/// <summary>What a client sends: method, path and query of each request.</summary>
public sealed class SentRequests : DelegatingHandler
{
    private readonly ConcurrentQueue<string> _lines = new();

    public SentRequests()
        : base(new SocketsHttpHandler())
    {
    }

    public IReadOnlyCollection<string> Lines => _lines;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _lines.Enqueue($"{request.Method} {request.RequestUri!.PathAndQuery}");
        return base.SendAsync(request, cancellationToken);
    }
}
