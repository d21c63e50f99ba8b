using System.Net;
using System.Net.Http.Headers;
using Magpie.Fetching;
using Magpie.Uploads;
using Microsoft.Extensions.Logging;

namespace Magpie.Functions.Fetching;

/// <summary>Fetches images over <see cref="GuardedHttp"/>: one time limit for everything, one second try, bounded memory.</summary>
public sealed partial class ImageFetcher(
    GuardedHttp http,
    FetchAllowance allowance,
    FetchOptions options,
    UploadOptions limits,
    TimeProvider time,
    Random jitter,
    ILogger<ImageFetcher> logger) : IImageFetcher, IDisposable
{
    /// <summary>Milliseconds before the second try, at least; at most twice as many.</summary>
    private const int RetryPause = 150;

    private static readonly ProductInfoHeaderValue UserAgent = new("Magpie-Fetcher", "1");

    private readonly FetchGate _gate = new(options, time);

    public async Task<FetchResult> FetchAsync(string url, FetchedKinds kinds, CancellationToken cancellationToken)
    {
        var (address, problem) = FetchUrl.Read(url, allowance);
        if (address is null)
        {
            return Refuse(problem!);
        }

        var place = await _gate.EnterAsync(cancellationToken);
        if (place is null)
        {
            return Refuse(FetchRefusals.Busy);
        }

        var result = FetchRefusals.Unreachable;
        try
        {
            using var limit = new CancellationTokenSource(options.Timeout, time);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            var body = new ImageBody(place, limits.MaxImageBytes, kinds == FetchedKinds.Images ? 0 : options.MaxVideoBytes);
            var fetched = await TryTwiceAsync(address, body, ended.Token);
            if (fetched is FetchResult.Fetched)
            {
                place = null;
                return fetched;
            }

            result = (FetchResult.Refused)fetched;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            result = FetchRefusals.Timeout(options.Timeout);
        }
        finally
        {
            place?.Dispose();
        }

        return Refuse(result);
    }

    public void Dispose() => _gate.Dispose();

    private async Task<FetchResult> TryTwiceAsync(Uri url, ImageBody body, CancellationToken cancellationToken)
    {
        var (first, mayPass) = await TryAsync(url, body, cancellationToken);
        if (!mayPass)
        {
            return first;
        }

        await Task.Delay(TimeSpan.FromMilliseconds(jitter.Next(RetryPause, 2 * RetryPause)), time, cancellationToken);
        return (await TryAsync(url, body, cancellationToken)).Result;
    }

    /// <summary>One try, and whether another may end better.</summary>
    private async Task<(FetchResult Result, bool MayPass)> TryAsync(Uri url, ImageBody body, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(url, options.MaxRedirects, Prepare, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK
                ? (await body.ReadAsync(response.Content, cancellationToken), false)
                : (FetchRefusals.Status(response), (int)response.StatusCode >= 500);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return (FetchRefusals.Of(exception), exception.InnerException is not FetchRefusedException);
        }
    }

    private static void Prepare(HttpRequestMessage request)
    {
        request.Headers.UserAgent.Add(UserAgent);
        request.Headers.AcceptEncoding.Add(new("identity"));
        request.Headers.TryAddWithoutValidation("Accept", "image/*, video/*;q=0.9, */*;q=0.1");
    }

    private FetchResult.Refused Refuse(FetchResult.Refused refused)
    {
        Log.Refused(logger, refused.Code);
        return refused;
    }

    private static partial class Log
    {
        // Not the URL: it may carry a signature.
        [LoggerMessage(1, LogLevel.Information, "A file was not fetched from its URL: {Code}.")]
        public static partial void Refused(ILogger logger, string code);
    }
}
