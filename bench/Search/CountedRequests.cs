using Azure.Core.Pipeline;

namespace Magpie.Bench.Search;

/// <summary>Counts what an SDK client sends.</summary>
internal sealed class CountedRequests : DelegatingHandler
{
    private int _count;

    public CountedRequests()
        : base(new SocketsHttpHandler())
    {
    }

    public int Count => Volatile.Read(ref _count);

    public HttpClientTransport Transport() => new(this);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        return base.SendAsync(request, cancellationToken);
    }
}
