using System.Diagnostics;
using System.Net;
using Magpie.Fetching;

namespace Magpie.Functions.Fetching;

/// <summary>
/// Calls addresses that somebody else chose. Every connection goes through <see cref="GuardedConnector"/>; no proxy, cookie, credential or
/// trace of ours goes with it, nothing is unpacked, and no redirect is followed but where it is asked for, each hop checked like the first.
/// </summary>
public sealed class GuardedHttp : IDisposable
{
    /// <summary>KiB.</summary>
    private const int MaxHeaders = 32;

    private const int ConnectionsPerHost = 8;

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(30);

    private readonly FetchAllowance _allowance;
    private readonly HttpMessageInvoker _http;

    public GuardedHttp(FetchAllowance allowance, IHostResolver resolver)
        : this(allowance, new GuardedConnector(allowance, resolver))
    {
    }

    internal GuardedHttp(FetchAllowance allowance, GuardedConnector connector)
    {
        _allowance = allowance;
        _http = new(new SocketsHttpHandler
        {
            ConnectCallback = (context, cancellationToken) => connector.ConnectAsync(context.DnsEndPoint, cancellationToken),
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            ConnectTimeout = ConnectLimit,
            MaxConnectionsPerServer = ConnectionsPerHost,
            MaxResponseHeadersLength = MaxHeaders,
            PooledConnectionIdleTimeout = IdleLimit,
            PooledConnectionLifetime = ConnectionLifetime,
        });
    }

    /// <summary>One exchange; answers when the headers are there. The caller sets the time it may take, and how much of the body it reads.</summary>
    /// <exception cref="HttpRequestException">No answer; a <see cref="FetchRefusedException"/> inside when the address is not public.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http.SendAsync(request, cancellationToken);

    /// <summary>GET, following at most so many redirects; the last answer, which may be a redirect too many.</summary>
    /// <exception cref="HttpRequestException">As <see cref="SendAsync"/>, or a redirect leads where no URL of a caller may.</exception>
    public Task<HttpResponseMessage> GetAsync(Uri url, int redirects, CancellationToken cancellationToken) =>
        GetAsync(url, redirects, static _ => { }, cancellationToken);

    /// <param name="prepare">Adds headers to the request of each hop.</param>
    /// <inheritdoc cref="GetAsync(Uri, int, CancellationToken)"/>
    public async Task<HttpResponseMessage> GetAsync(
        Uri url, int redirects, Action<HttpRequestMessage> prepare, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prepare);
        for (var hop = 0; ; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            prepare(request);
            var response = await _http.SendAsync(request, cancellationToken);
            if (hop == redirects || !IsRedirect(response.StatusCode) || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            var (next, problem) = FetchUrl.Parse(Uri.TryCreate(url, location, out var target) ? target.AbsoluteUri : null, _allowance);
            url = next ?? throw new HttpRequestException("The redirect is not followed.", new FetchRefusedException(problem!));
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Whether an answer sends the caller on.</summary>
    internal static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;
}
