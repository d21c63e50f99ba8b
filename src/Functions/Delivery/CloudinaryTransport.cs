using System.Net.Http.Headers;

namespace Magpie.Functions.Delivery;

/// <summary>
/// Under the SDK: a time limit for each HTTP call and its body, a size limit for answers, and notes for <see cref="CloudinaryExchange"/>.
/// </summary>
internal sealed class CloudinaryTransport(TimeSpan callTimeout, TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Answers are a few kilobytes of JSON. Bytes.</summary>
    private const int LargestAnswer = 1024 * 1024;

    private readonly AsyncLocal<CloudinaryExchange?> _exchange = new();

    /// <summary>Over sockets; follows no redirects and knows new addresses within minutes.</summary>
    public static CloudinaryTransport Create(TimeSpan callTimeout, TimeProvider time) => new(callTimeout, time, new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    /// <summary>What the running code and all it awaits sends from now on is noted in the exchange.</summary>
    public void Note(CloudinaryExchange exchange) => _exchange.Value = exchange;

    /// <summary>What notes are taken in now.</summary>
    public CloudinaryExchange Exchange => _exchange.Value ??= new CloudinaryExchange(CancellationToken.None);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var exchange = Exchange;
        (exchange.Status, exchange.RetryAfter, exchange.TimedOut) = (null, null, false);
        using var limit = new CancellationTokenSource(callTimeout, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, exchange.CancellationToken, limit.Token);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, any.Token);

            // Here, not in the client, so that the limits hold for the body too.
            await response.Content.LoadIntoBufferAsync(LargestAnswer, any.Token);
            (exchange.Status, exchange.RetryAfter) = (response.StatusCode, Pause(response.Headers.RetryAfter));
            return response;
        }
        catch
        {
            exchange.TimedOut = limit.IsCancellationRequested;
            response?.Dispose();
            throw;
        }
    }

    private TimeSpan? Pause(RetryConditionHeaderValue? header)
    {
        var pause = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause;
    }
}
