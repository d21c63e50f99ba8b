using System.Net;
using System.Net.Http.Headers;
using Magpie.Tagging;

namespace Magpie.Cli.Models;

/// <summary>Fetches models over HTTPS; ranges where the server has them, so that a broken download goes on.</summary>
internal sealed class HttpModelSource : IModelSource, IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    /// <summary>What a first start waits to learn that it is offline.</summary>
    private static readonly TimeSpan ReachLimit = TimeSpan.FromSeconds(4);

    private readonly HttpClient _client = new(new SocketsHttpHandler { ConnectTimeout = ConnectLimit, MaxAutomaticRedirections = 3 })
    {
        // The reader has its own limit on silence; a large file may take long.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<ModelDownload> OpenAsync(Uri address, long offset, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (offset > 0)
        {
            request.Headers.Range = new RangeHeaderValue(offset, null);
        }

        HttpResponseMessage? response = null;
        try
        {
            response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            response.EnsureSuccessStatusCode();
            var start = response.StatusCode == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange?.From ?? 0 : 0;
            var total = response.Content.Headers.ContentRange?.Length ?? (response.Content.Headers.ContentLength + start);
            return new ModelDownload(await response.Content.ReadAsStreamAsync(cancellationToken), start, total);
        }
        catch (HttpRequestException error)
        {
            response?.Dispose();
            throw new IOException(error.Message, error);
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    /// <summary>Whether the host answers at all, learnt within seconds.</summary>
    public async Task<bool> IsReachableAsync(Uri address, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReachLimit);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, address);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => _client.Dispose();
}
