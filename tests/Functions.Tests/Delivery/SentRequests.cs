using System.Collections.Concurrent;
using Azure.Core.Pipeline;

namespace Magpie.Functions.Tests.Delivery;

/// <summary>What an SDK client sends: method, path and query of each request.</summary>
internal sealed class SentRequests : DelegatingHandler
{
    private readonly ConcurrentQueue<string> _lines = new();

    public SentRequests()
        : base(new SocketsHttpHandler())
    {
    }

    public IReadOnlyCollection<string> Lines => _lines;

    public HttpClientTransport Transport() => new(this);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _lines.Enqueue($"{request.Method} {request.RequestUri!.PathAndQuery}");
        return base.SendAsync(request, cancellationToken);
    }
}
